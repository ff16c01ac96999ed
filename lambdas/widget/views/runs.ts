import { ReasoningRecord } from '../../shared/reasoning.ts';
import type { Tables } from '../../shared/stores/document-client.ts';
import { reasoningsBetween } from '../../shared/stores/reasoning-store.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../page.ts';
import type { TimeRange } from '../widget-event.ts';

/** Iterations that are shown. */
const RUNS = 8;
const HOUR = 3_600_000;

/**
 * The last runs in the time shown and the next one. A run that planned nothing left no row: the workflow's own graph and
 * its log tell of those.
 * @param startHours hours (UTC) at which the schedule starts a run; none where it is off
 */
export async function runsView(
  tables: Tables,
  campaign: string,
  { range, startHours, now }: { range: TimeRange; startHours: readonly number[]; now: Date },
): Promise<Html> {
  const rows = await reasoningsBetween(tables, campaign, range, RUNS);
  const runs = rows.flatMap((row) => ReasoningRecord.safeParse(row).data ?? []);
  const left = rows.length - runs.length;
  return html`<p>${nextText(startHours, now)}</p>${runsTable(runs)}${left === 0 ? html`` : html`<p>${left} more do not fit the present format.</p>`}`;
}

/** When the schedule starts the next run, and how long that is. */
function nextText(startHours: readonly number[], now: Date): string {
  const hour = Math.floor(now.getTime() / HOUR);
  const next = Array.from({ length: 24 }, (_, ahead) => new Date((hour + 1 + ahead) * HOUR)).find((start) =>
    startHours.includes(start.getUTCHours()),
  );
  if (next === undefined) return 'The schedule is off: runs are started by hand.';
  const minutes = Math.ceil((next.getTime() - now.getTime()) / 60_000);
  return `Next run ${instant(next)} UTC, in ${Math.floor(minutes / 60)} h ${minutes % 60} min.`;
}

function runsTable(runs: readonly ReasoningRecord[]): Html {
  if (runs.length === 0) return html`<p>Nothing was planned in the time shown.</p>`;
  const rows = runs.map(
    ({ timestamp, mode, experiments, outcome, reasoning_id }) =>
      html`<tr><td class="n">${instant(new Date(timestamp))}</td><td>${mode}</td><td class="n">${experiments.length}</td><td>${outcome?.verdict ?? 'at work, or ended from outside'}</td><td class="id">${reasoning_id}</td></tr>`,
  );
  return html`<table><tr><th class="n">Started, UTC</th><th>Mode</th><th class="n">Experiments</th><th>Outcome</th><th>Run</th></tr>${rows}</table>`;
}
