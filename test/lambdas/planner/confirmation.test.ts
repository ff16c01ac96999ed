import { beforeAll, describe, expect, it } from 'vitest';
import { reasoningRecord } from '../../../lambdas/planner/identify.ts';
import type { PlanningContext, Proposal } from '../../../lambdas/planner/planning.ts';
import { specOf } from '../../../lambdas/planner/spec-of.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { codingHash, specHash } from '../../../lambdas/shared/spec.ts';
import { plan, planned } from './simulated-iterations.ts';
import { emptyContext, measured, rowsOf, svtProposal, withRecords } from './simulated-world.ts';

const recordedIn = ({ history }: PlanningContext) => new Set(history.map(({ spec_hash }) => spec_hash));
const confirmationIn = ({ experiments }: Proposal) => experiments.filter(({ confirm }) => confirm === true);
/** A context after one more iteration of one SVT-AV1 experiment. */
const next = (
  context: PlanningContext,
  index: number,
  preset: number,
  bdRate: number,
  change: Partial<ExperimentRecord> = {},
) =>
  withRecords(
    context,
    rowsOf(context, svtProposal(preset), index).map((row) => measured(row, bdRate, change)),
  );

let crowned: PlanningContext;
let stood: PlanningContext;
beforeAll(() => {
  crowned = next(emptyContext(), 0, 8, -30);
  stood = next(crowned, 1, 10, -12);
});

describe('the confirmation of a champion', () => {
  it('waits until it has stood a whole iteration unbeaten', async () => {
    expect(confirmationIn(await planned(crowned, recordedIn(crowned)))).toEqual([]);
    const beaten = next(crowned, 1, 6, -40);
    expect(confirmationIn(await planned(beaten, recordedIn(beaten)))).toEqual([]);
  });

  it('then is one arm of the iteration, beside a search with the others', async () => {
    const proposal = await planned(stood, recordedIn(stood));

    expect(proposal.experiments).toHaveLength(stood.arms);
    expect(confirmationIn(proposal)).toEqual([
      expect.objectContaining({
        encoder: 'libsvtav1',
        parameters: { preset: 8 },
        purpose: expect.stringMatching(
          /confirmation of the champion libsvtav1 preset 8, once, on every clip/,
        ),
      }),
    ]);
    expect(proposal.next_experiment.changes.at(-1)).toContain('confirm libsvtav1 preset 8');
  });

  it('is the champion’s spec with sealed clips and strong anchor, forecast with that anchor’s cost', async () => {
    const proposal = await planned(stood, recordedIn(stood));
    const { experiments, expected } = reasoningRecord(
      stood,
      proposal,
      { mode: 'fallback', use: undefined, fallbackReason: null },
      { reasoningId: '20261124T000000Z-00000000', executionId: 'arn:next' },
    );
    const confirming = experiments.find(({ spec }) => spec.confirm === true);
    const spec = stood.summary.champion?.spec;
    if (confirming === undefined || spec === undefined) throw new Error('a confirmation is planned');

    expect(codingHash(confirming.spec)).toBe(codingHash(spec));
    expect(confirming.spec_hash).not.toBe(specHash(spec));
    expect(confirming.spec.replicate_of).toBeUndefined();
    expect(confirming.expected_cpu_seconds).toBeGreaterThan(stood.settings.cpu_seconds_per_arm);
    // Not its forecast stands for the iteration, which is known.
    expect(expected).not.toEqual(confirming.expected_bd_rate);
  });

  it('takes the whole of an iteration of one arm', async () => {
    const proposal = await planned({ ...stood, arms: 1 }, recordedIn(stood));

    expect(proposal.experiments).toEqual(confirmationIn(proposal));
    expect(proposal.hypothesis).toContain('comes out again');
  });

  it('is run also when nothing else is open', async () => {
    const everything = { has: () => true } as unknown as ReadonlySet<string>;

    expect(await plan(stood, everything)).toMatchObject({ proposal: { experiments: [{ confirm: true }] } });
  });

  it('waits while the instrument is in doubt', async () => {
    const controls = { sound: false, reason: 'drift', noise_percent: 1 };
    const doubtful = withRecords(
      stood,
      rowsOf(stood, svtProposal(9), 2).map((row) => {
        const record = measured(row, -12, { verdict: 'suspect' });
        return { ...record, measurement: record.measurement && { ...record.measurement, controls } };
      }),
    );

    expect(confirmationIn(await planned(doubtful, recordedIn(doubtful)))).toEqual([]);
  });

  const confirmedWith = async (measure: (row: ExperimentRecord) => ExperimentRecord) => {
    const rows = rowsOf(stood, await planned(stood, recordedIn(stood)), 2);
    return withRecords(stood, rows.filter(({ spec }) => spec.confirm === true).map(measure));
  };

  it('happens once', async () => {
    const confirmed = await confirmedWith((row) => measured(row, -30));

    expect(confirmed.summary.champion?.confirmed_by).toBe(confirmed.history[0]?.experiment_id);
    expect(confirmationIn(await planned(confirmed, recordedIn(confirmed)))).toEqual([]);
  });

  it.each([
    ['its own fault', 'encode-failed', 0],
    ['the machine’s', 'timeout', 1],
  ] as const)('that failed by %s is tried again or not', async (_whose, failureClass, again) => {
    const failed = await confirmedWith((row) => ({
      ...row,
      status: 'failed',
      verdict: 'inconclusive',
      failure: { class: failureClass, message: 'it broke' },
    }));

    expect(confirmationIn(await planned(failed, recordedIn(failed)))).toHaveLength(again);
  });

  it('leaves the spec of the search as it was', () => {
    expect(specOf(stood, { encoder: 'libsvtav1', parameters: { preset: 8 } })).not.toHaveProperty('confirm');
  });
});
