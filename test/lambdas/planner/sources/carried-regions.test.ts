import { describe, expect, it } from 'vitest';
import { reasoningRecord } from '../../../../lambdas/planner/identify.ts';
import { carriedRegions } from '../../../../lambdas/planner/sources/carried-regions.ts';
import type { PreferredRegion, ReasoningRecord } from '../../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { emptyContext, measured, rowsOf, svtProposal } from '../simulated-world.ts';

const context = emptyContext();
const EFFORT: PreferredRegion = {
  ...{ encoder: 'libsvtav1', parameter: 'preset', values: [7, 8], weight: 1, reason: 'effort' },
};
const TUNE: PreferredRegion = { ...EFFORT, parameter: 'tune', values: ['vq'] };

/** A reasoning of one experiment at preset 7 that preferred regions. */
function reasoning(
  id: string,
  regions: PreferredRegion[],
  verdict?: NonNullable<ReasoningRecord['outcome']>['verdict'],
): ReasoningRecord {
  const origin = { mode: 'llm' as const, use: undefined, fallbackReason: null };
  const record = reasoningRecord(context, { ...svtProposal(7), regions }, origin, {
    ...{ reasoningId: id, executionId: id },
  });
  const outcome =
    verdict === undefined ? null : { verdict, text: '', concluded_at: '2026-11-23T07:00:00.000Z' };
  return { ...record, outcome };
}

const [row] = rowsOf(context, svtProposal(7), 0) as [ExperimentRecord];
const ended = (id: string, verdict: ExperimentRecord['verdict'], rate: number): ExperimentRecord =>
  measured({ ...row, reasoning_id: id }, rate, { verdict });
const REFUTED = ended('b', 'refuted', 90);

const carried = (
  reasonings: ReasoningRecord[],
  history: ExperimentRecord[] = [],
  clipSet = context.clipSet,
) =>
  carriedRegions(reasonings, history, clipSet).map(({ parameter, weight, preferred_by }) => [
    ...[parameter, preferred_by, Number(weight.toFixed(3))],
  ]);

describe('regions that are carried into later iterations', () => {
  it('name their iteration and weigh less with each that passes', () => {
    expect(
      carried([reasoning('c', [TUNE]), reasoning('b', []), reasoning('a', [EFFORT], 'confirmed')]),
    ).toEqual([
      ['tune', 'c', 0.6],
      ['preset', 'a', 0.216],
    ]);
  });

  it('of one parameter are those that were preferred last', () => {
    expect(carried([reasoning('b', [EFFORT]), reasoning('a', [EFFORT, TUNE])])).toEqual([
      ['preset', 'b', 0.6],
      ['tune', 'a', 0.36],
    ]);
  });

  it.each(['refuted', 'suspect'] as const)('go with an iteration that came out %s', (verdict) => {
    expect(carried([reasoning('a', [EFFORT], verdict)])).toEqual([]);
    expect(carried([reasoning('a', [EFFORT], 'inconclusive')])).toHaveLength(1);
  });

  it('go when more of what lies inside them was refuted since than confirmed', () => {
    const regions = [reasoning('b', [EFFORT, TUNE])];
    expect(carried(regions, [REFUTED])).toEqual([['tune', 'b', 0.6]]);
    expect(carried(regions, [REFUTED, ended('b', 'confirmed', -30)])).toHaveLength(2);
    // What was refuted before, or came out better than forecast, says nothing against them.
    expect(carried(regions, [{ ...REFUTED, reasoning_id: 'a' }])).toHaveLength(2);
    expect(carried(regions, [ended('b', 'refuted', -80)])).toHaveLength(2);
  });

  it('go with the clips', () => {
    expect(carried([reasoning('a', [EFFORT])], [], 'another')).toEqual([]);
  });
});
