import { beforeEach, describe, expect, it } from 'vitest';
import { rebuildSummary } from '../../../lambdas/shared/memory/rebuild.ts';
import { putPlannedExperiment } from '../../../lambdas/shared/stores/experiment-store.ts';
import { acquireLock } from '../../../lambdas/shared/stores/iteration-lock.ts';
import { putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { conclude, EXECUTION, isLockFree, outcome, planOf } from './concluding.ts';
import { CAMPAIGN, givenPlanned, givenReasoning, givenSpec, RECORDED_AT } from './given.ts';
import { bdRates } from './given-result.ts';
import { givenRun, isMarked, printed, recordResult, started, stored, summary } from './recorder-ground.ts';

const UNSOUND = {
  sound: false,
  reason: 'the anchor control (libx265) gives other bits than before with the same ffmpeg',
  clip: 'control clip, 192x128, 16 frames',
  controls: [],
  wall_seconds: 1,
};

describe('conclude', () => {
  beforeEach(async () => {
    await acquireLock(started.tables, EXECUTION, new Date(RECORDED_AT), 10);
  });

  it('gives the reasoning its outcome, counts its cost once and releases the lock', async () => {
    const arms = [
      await givenRun(givenPlanned(0)),
      await givenRun(givenPlanned(1, { spec: givenSpec('slow') })),
    ];
    await putReasoning(started.tables, givenReasoning(arms, 0.02));
    await Promise.all(arms.map(recordResult));

    const answer = await conclude({ plan: planOf(arms) });
    await conclude({ plan: planOf(arms) });

    expect(answer).toEqual({
      failed: false,
      error: '',
      cause: '',
      summary: `confirmed: 2 of 2 arms measured, best -6.1 % (${arms[0]?.experiment_id})`,
    });
    expect(await outcome()).toMatchObject({ verdict: 'confirmed', concluded_at: RECORDED_AT });
    expect((await summary()).months['2026-11']).toMatchObject({ llm_usd: 0.02, experiments: 2 });
    expect(await isLockFree()).toBe(true);
  });

  it('learns from the iteration once: champion, its record, and the metrics of what was measured', async () => {
    const best = await givenRun(givenPlanned(0), { bd_rate: bdRates(-9), fingerprint: 'one' });
    const other = await givenRun(givenPlanned(1, { spec: givenSpec('slow') }), { fingerprint: 'two' });
    await putReasoning(started.tables, givenReasoning([best, other]));
    await Promise.all([best, other].map(recordResult));
    printed.length = 0;

    await conclude({ plan: planOf([best, other]) });
    const after = [await summary(), await stored(best), await stored(other)];
    await conclude({ plan: planOf([best, other]) });

    expect([await summary(), await stored(best), await stored(other)]).toEqual(after);
    expect((await summary()).champion).toMatchObject({
      experiment_id: best.experiment_id,
      unvalidated: true,
    });
    const { version } = await summary();
    const { summary: rebuilt } = await rebuildSummary(started.tables, CAMPAIGN);
    expect({ ...rebuilt, version }).toEqual(await summary());
    expect(await stored(best)).toMatchObject({ promotion: { decision: 'promoted' } });
    expect(await stored(other)).toMatchObject({ promotion: { decision: 'overtaken' } });
    expect(await outcome()).toMatchObject({ text: expect.stringContaining('no clip to validate on') });
    expect(printed.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        ...{ BdRatePercent: -9, BestBdRatePercent: -9, experiment_id: best.experiment_id },
        BestBitrateMbps: expect.any(Number),
      }),
      expect.objectContaining({
        ...{ BdRatePercent: -6.1, ForecastBdRatePercent: -8 },
        PredictionErrorPoints: expect.closeTo(1.9, 6),
      }),
      expect.objectContaining({ Strategy: 'conventional', StrategyBestBdRatePercent: -9 }),
      expect.objectContaining({ GainPointsPerUsd: 0 }),
      expect.objectContaining({ MonthCostUsd: expect.any(Number), MonthLlmCostUsd: expect.any(Number) }),
    ]);
  });

  it('scores each registered forecast, and calibrates by it and measures intelligence in the summary', async () => {
    const form = (p10: number, p50: number, p90: number) => ({ p10, p50, p90 });
    const forecast = {
      bd_rate: { raw: form(-12, -10, -8), calibrated: form(-14, -10, -5) },
      bitrate_mbps: { raw: form(1, 1.1, 1.2), calibrated: form(1, 1.1, 1.2) },
      improvement: { raw: 0.9, calibrated: 0.7 },
    };
    const planned = await givenRun({ ...givenPlanned(0), forecast, novelty: 0.5 });
    await putReasoning(started.tables, givenReasoning([planned]));
    await recordResult(planned);
    printed.length = 0;

    await conclude({ plan: planOf([planned]) });

    expect(await stored(planned)).toMatchObject({
      forecast_scores: {
        improved: true,
        raw: { brier: 0.01, covered: false },
        calibrated: { brier: 0.09, covered: true },
      },
    });
    expect((await summary()).calibration?.sources.rules).toMatchObject({
      ...{ measured: 1, improvements: 1, improved: 1, bitrates: 1 },
      raw: { covered: 0 },
      calibrated: { covered: 1 },
    });
    expect(printed.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ ForecastCoverage: 1, NoveltyDistance: 0.5 }),
    );
  });

  it('given unsound controls in one arm, learns nothing from the others, which may be planned again', async () => {
    const sound = await givenRun(givenPlanned(0), { fingerprint: 'one' });
    const unsound = await givenRun(givenPlanned(1, { spec: givenSpec('slow') }), { controls: UNSOUND });
    await putReasoning(started.tables, givenReasoning([sound, unsound], 0.02));
    await recordResult(sound);
    await recordResult(unsound);
    expect(await isMarked(sound)).toBe(true);
    printed.length = 0;

    for (const _delivery of [1, 2])
      expect(await conclude({ plan: planOf([sound, unsound]) })).toMatchObject({
        summary: expect.stringMatching(/^suspect: 2 of 2 arms measured, none with a BD-rate/),
      });

    expect(await stored(sound)).toMatchObject({
      verdict: 'suspect',
      batch_fault: `${unsound.experiment_id}: ${UNSOUND.reason}`,
      verdict_reason: expect.stringContaining('by itself it was confirmed'),
    });
    expect(await isMarked(sound)).toBe(false);
    expect(await summary()).toMatchObject({
      ...{ champion: null, clip_set: null, costs: {}, since_improvement: 0 },
      forecasts: { count: 0 },
      counts: { succeeded: 2 },
      months: { '2026-11': { llm_usd: 0.02, experiments: 2 } },
    });
    expect(printed.filter((line) => line.includes('BdRate'))).toEqual([]);
  });

  it('records arms that nobody recorded: from their result, or as failed without one', async () => {
    const withResult = await givenRun(givenPlanned(0));
    const without = givenPlanned(1, { spec: givenSpec('slow') });
    await putPlannedExperiment(started.tables, without);
    await putReasoning(started.tables, givenReasoning([withResult, without]));

    const answer = await conclude({ plan: planOf([withResult, without]) });

    expect(await stored(withResult)).toMatchObject({ status: 'succeeded' });
    expect(await stored(without)).toMatchObject({ status: 'failed', failure: { class: 'no-result' } });
    expect(answer).toMatchObject({ failed: false, summary: expect.stringContaining('1 of 2 arms measured') });
  });

  it('tells of an arm whose row cannot be read, and concludes the others', async () => {
    const sound = await givenRun(givenPlanned(0));
    const foreign = givenPlanned(1, { spec: givenSpec('slow') });
    await putPlannedExperiment(started.tables, { ...foreign, status: 'begun' as 'planned' });
    await putReasoning(started.tables, givenReasoning([sound, foreign]));

    const answer = await conclude({ plan: planOf([sound, foreign]) });

    expect(answer).toMatchObject({
      failed: false,
      summary: expect.stringContaining(`experiment ${foreign.experiment_id} does not fit its schema: status`),
    });
    expect(await outcome()).toMatchObject({
      verdict: 'confirmed',
      text: expect.stringContaining(foreign.experiment_id),
    });
  });

  it('records as without a result what was planned and whose row was never written', async () => {
    const sound = await givenRun(givenPlanned(0));
    const unwritten = givenPlanned(1, { spec: givenSpec('slow') });
    await putReasoning(started.tables, givenReasoning([sound, unwritten]));

    await conclude({ plan: planOf([sound, unwritten]) });

    expect(await stored(unwritten)).toMatchObject({
      ...{ status: 'failed', failure: { class: 'no-result' }, spec_hash: unwritten.spec_hash },
      planned_at: unwritten.planned_at,
    });
    expect((await summary()).counts).toMatchObject({ succeeded: 1, failed: 1 });
  });
});
