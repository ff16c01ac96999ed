import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldExperiment, foldIteration } from '../../../../lambdas/shared/memory/fold.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { type CampaignSummary, emptySummary } from '../../../../lambdas/shared/summary.ts';
import { type GeneratedIteration, generatedHistory, summaryOf } from './generated-history.ts';

type Step = { readonly record: ExperimentRecord } | { readonly concluded: GeneratedIteration };

/** Deliveries in some order: conclusions in the order of time, and an iteration's own records before its conclusion. */
function delivered(history: readonly GeneratedIteration[], order: (length: number) => number): Step[] {
  const steps: Step[] = [];
  const early: Step[] = [];
  for (const iteration of history) {
    const arms = iteration.records.map((record) => ({ record }));
    while (arms.length > 0) {
      const [next] = arms.splice(order(arms.length), 1);
      if (next !== undefined) steps.push(next);
      // A record that was delivered before comes again, now or after the conclusion.
      if (next !== undefined && order(3) === 0) early.push(next);
    }
    const shuffled = { ...iteration, records: [...iteration.records].reverse() };
    steps.push({ concluded: order(2) === 0 ? shuffled : iteration });
    steps.push(...early.splice(0, order(early.length + 1)));
    if (order(3) === 0) steps.push({ concluded: iteration });
  }
  return [...steps, ...early];
}

/** Money is summed in the order of delivery, so that it may differ in the last binary digit. */
function withoutRounding(summary: CampaignSummary): CampaignSummary {
  const months = Object.entries(summary.months).map(([month, { compute_usd, ...rest }]) => [
    month,
    { ...rest, compute_usd: Math.round(compute_usd * 1e9) / 1e9 },
  ]);
  return { ...summary, months: Object.fromEntries(months) };
}

it('the order of delivery and duplicates do not change the summary', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.infiniteStream(fc.nat()),
      (seed, iterations, stream) => {
        const history = generatedHistory(iterations, 3, seed);
        const order = (length: number) => Number(stream.next().value) % length;
        const summary = delivered(history, order).reduce(
          (before, step) =>
            'record' in step
              ? foldExperiment(before, step.record)
              : foldIteration(before, step.concluded.reasoning, step.concluded.records),
          emptySummary(),
        );
        expect(withoutRounding(summary)).toEqual(withoutRounding(summaryOf(history)));
      },
    ),
    { numRuns: 40 },
  );
});
