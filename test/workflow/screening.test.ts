import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { listMonths } from '../../lambdas/shared/stores/ledger-store.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import { readLastReasoning } from '../../lib/local/read-iteration.ts';
import { claudeMessage, startFakeClaude } from '../support/fake-claude.ts';
import { freshFolder, ONE_EXPERIMENT, openTestLaboratory } from './laboratory.ts';

const CAMPAIGN = 'default';

/** A plan that holds the fastest x264 for better than HEVC. */
const MISTAKEN = {
  root_cause: 'effort was never the limit',
  insights: [],
  hypothesis: 'libx264 at preset ultrafast needs fewer bits than HEVC',
  next_experiment: { approach: 'less effort', changes: ['libx264 at preset ultrafast'] },
  risks: [],
  disagreements: [],
  regions: [],
  confidence_score: 0.6,
  experiments: [
    {
      encoder: 'libx264',
      parameters: [{ key: 'preset', value: 'ultrafast' }],
      purpose: 'to see whether effort matters',
      expected_bd_rate: { p10: -20, p50: -10, p90: 0 },
      expected_bitrate_mbps: { p10: 0.2, p50: 0.3, p90: 0.5 },
      improvement_probability: 0.9,
    },
  ],
};

describe('an arm that its screening ends', () => {
  const open = new AsyncDisposableStack();
  let laboratory: Laboratory;
  let screened: ExperimentRecord;

  beforeAll(async () => {
    const { folder, remove } = freshFolder();
    open.defer(remove);
    const claude = open.use(await startFakeClaude(claudeMessage(MISTAKEN)));
    const machine = { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_BASE_URL: claude.url };
    laboratory = open.use(await openTestLaboratory(folder, machine));
    // The first of an encoder is measured in full.
    await runIteration(laboratory, { name: 'first', input: { experiment: ONE_EXPERIMENT } });
    await runIteration(laboratory, { name: 'screened', input: { arms: 1 } });
    const { records } = await recentExperiments(laboratory.tables, CAMPAIGN, 5);
    screened = records[0] as ExperimentRecord;
  });
  afterAll(() => open.disposeAsync());

  it('has succeeded without a BD-rate, and refutes the forecast that promised one', () => {
    expect(screened).toMatchObject({
      ...{ status: 'succeeded', source: 'llm', failure: null, verdict: 'refuted' },
      spec: { encoder: 'libx264', parameters: { preset: 'ultrafast' }, screening: { rate_points: 2 } },
      verdict_reason: expect.stringContaining('screened out'),
      measurement: {
        ...{ bd_rate_percent: null, bitrate_mbps: null, floor_reached: false },
        screening: { decision: 'screened out', rival: 'anchor' },
      },
    });
    expect(screened.measurement?.screening?.score_percent).toBeGreaterThan(20);
  });

  it('encoded the screened points and nothing more', async () => {
    const text = await getText(laboratory.store, artifactKeys.result(CAMPAIGN, screened.experiment_id));
    const { clips, screening, status } = ExperimentResult.parse(JSON.parse(text ?? ''));

    expect(status).toBe('succeeded');
    expect(screening?.saved_cpu_seconds).toBeGreaterThan(0);
    expect(clips.map(({ points }) => points.length)).toEqual([2]);
    expect(clips.every(({ bd_rate }) => bd_rate.psnr_yuv.percent === null)).toBe(true);
  });

  it('is counted, told and paid for, and makes no champion', async () => {
    const { counts, champion } = await getSummary(laboratory.tables, CAMPAIGN);
    expect(counts).toMatchObject({ succeeded: 2, failed: 0 });
    expect(champion?.experiment_id).not.toBe(screened.experiment_id);
    const reasoning = await readLastReasoning(laboratory.tables, CAMPAIGN);
    expect(reasoning?.outcome).toMatchObject({
      verdict: 'refuted',
      text: expect.stringContaining('1 of 1 arms measured, 1 of them screened out'),
    });
    for (const { open: left, spent_compute } of await listMonths(laboratory.tables)) {
      expect(left).toEqual({});
      expect(spent_compute).toBeGreaterThan(0);
    }
  });

  it('is not planned again', async () => {
    const ending = await runIteration(laboratory, { name: 'again', input: { arms: 1, dryRun: true } });

    expect(ending).toMatchObject({
      plan: {
        plan: {
          mode: 'fallback',
          fallback_reason: expect.stringContaining('libx264 preset ultrafast has been measured already'),
        },
      },
    });
  });
});
