import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../../lambdas/planner/diagnosis/diagnose.ts';
import { encoderName } from '../../../../lambdas/shared/encoder-name.ts';
import { honest, iterate, planned } from '../simulated-iterations.ts';
import { emptyContext, rowsOf, svtProposal, withRecords } from '../simulated-world.ts';
import { belowFloor, failed, given, rated, sameBits } from './given.ts';

describe('the diagnosis of results', () => {
  it.each([
    ['no-baseline', [], 'nothing has been measured'],
    ['instrumentation-fault', [sameBits, sameBits], 'gave identical results although they differ'],
    ['rate-above-anchor', [rated(40), rated(12)], 'needs +12.0 % bits against HEVC'],
    ['rate-bound', [rated(-31), rated(12)], 'leads with -31.0 % at equal quality'],
    ['quality-below-floor', [belowFloor], 'does not reach the quality floor on drifting-texture'],
    ['saturated-range', [rated(null)], 'has no BD-rate (low-overlap)'],
    [
      'task-failure',
      [failed('encode-failed')],
      'could not be measured, the newest for this reason: it broke',
    ],
    ['infrastructure-fault', [failed('timeout')], 'failed for reasons of the machine (timeout)'],
    [
      'clip-set-changed',
      [rated(-10, { clip_set: 'another' })],
      'the clips, their sets, their length or the GOP have changed',
    ],
  ] as const)('%s is found with its evidence', async (rule, results, words) => {
    const context = await given(...results);
    const finding = diagnose(context).find((each) => each.rule === rule);
    expect(finding?.statement).toContain(words);
    const known = new Set(context.history.map((record) => record.experiment_id));
    expect(finding?.evidence.every((id) => known.has(id))).toBe(true);
    if (results.length > 0) expect(finding?.evidence.length).toBeGreaterThan(0);
  });

  it('after a missed quality floor plans nothing that removes detail, and forgets it once it is met again', async () => {
    const context = emptyContext();
    const [small] = rowsOf(context, svtProposal(6, { scale: 0.75 }), 0);
    if (small === undefined) throw new Error('the proposal is empty');
    const missed = withRecords(context, [belowFloor(small)]);
    expect(diagnose(missed)[0]?.rule).toBe('quality-below-floor');
    const proposal = await planned(missed, new Set([small.spec_hash]));
    for (const { parameters } of proposal.experiments)
      expect(Object.keys(parameters)).not.toEqual(expect.arrayContaining(['scale']));
    const met = withRecords(missed, rowsOf(missed, proposal, 1).map(honest));
    expect(diagnose(met)[0]?.rule).not.toBe('quality-below-floor');
  });

  it('sees a plateau and looks at another encoder than the champion’s, without leaving the search', async () => {
    const { context } = await iterate(emptyContext({ cpu_seconds_per_arm: 1000 }), 1, honest);
    const { champion } = context.summary;
    const stuck = {
      ...context,
      summary: {
        ...context.summary,
        since_improvement: 8,
        // Low enough for another encoder to be hoped for.
        champion: champion && { ...champion, bd_rate_percent: -25 },
      },
    };
    if (stuck.summary.champion === null) throw new Error('the first iteration made no champion');
    expect(diagnose(stuck)[0]?.rule).toBe('plateau');
    const proposal = await planned(stuck, new Set(stuck.history.map((record) => record.spec_hash)));
    const elsewhere = proposal.experiments.filter(({ source }) => source === 'rules');
    expect(elsewhere).toHaveLength(1);
    const names = [...elsewhere, stuck.summary.champion.spec].map(encoderName);
    expect(new Set(names).size).toBe(2);
  });

  it('reports forecasts that promised too much, and rows that it cannot read', () => {
    const context = emptyContext({}, { unreadable: [{ id: 'old-1', reason: 'schema: expected v1' }] });
    const doubtful = {
      ...context,
      summary: { ...context.summary, forecasts: { count: 10, within: 3, mean_absolute_error: 14 } },
    };
    const rules = diagnose(doubtful).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['over-confident-forecasts', 'unreadable-records']));
  });
});
