import * as z from 'zod';

/** What money goes to: the language model, or an experiment: its task's time with memory and disk, and what it leaves in storage. */
export const LEDGER_KINDS = ['llm', 'compute'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

const Amount = z.int().min(0);

/** One commitment and what became of it. Amounts in millionths of a dollar. */
export const LedgerEntry = z.object({
  id: z.string(),
  /** Calendar month (UTC) that it counts in: that of the commitment, whenever it is settled. */
  month: z.string(),
  kind: z.enum(LEDGER_KINDS),
  campaign_name: z.string(),
  committed: Amount,
  committed_at: z.iso.datetime(),
  /**
   * `committed` is written before the month's sums, where it counts. `refused`: a cap left no room, and nothing was set
   * aside; the same commitment may be made again.
   */
  status: z.enum(['committed', 'refused', 'settled']),
  /** What it came to; absent before. */
  settled: Amount.optional(),
  /** Of that, for storage; absent for none. */
  settled_storage: Amount.optional(),
  settled_at: z.iso.datetime().optional(),
  /** Why it was settled by another than who spent it. */
  note: z.string().optional(),
});
export type LedgerEntry = z.output<typeof LedgerEntry>;

/** A month's sums. `total` and `llm` hold what was spent and what is still committed; the caps are held against them. */
export const LedgerMonth = z.object({
  month: z.string(),
  total: Amount,
  llm: Amount,
  spent_llm: Amount,
  /** Without storage. */
  spent_compute: Amount,
  /** Absent in months of earlier versions. */
  spent_storage: Amount.default(0),
  /** Commitments that are not settled, by id. */
  open: z.record(z.string(), z.object({ kind: z.enum(LEDGER_KINDS), amount: Amount, at: z.iso.datetime() })),
});
export type LedgerMonth = z.output<typeof LedgerMonth>;

/** The month of an instant, `2026-11`. */
export function monthOf(instant: Date): string {
  return instant.toISOString().slice(0, 7);
}

/** What a month has set aside and not yet settled. */
export function setAside({ total, spent_llm, spent_compute, spent_storage }: LedgerMonth): number {
  return total - spent_llm - spent_compute - spent_storage;
}

export function emptyMonth(month: string): LedgerMonth {
  return { month, total: 0, llm: 0, spent_llm: 0, spent_compute: 0, spent_storage: 0, open: {} };
}
