import { seededRandom } from '../../../../lambdas/planner/seeded-random.ts';
import { foldExperiment, foldIteration } from '../../../../lambdas/shared/memory/fold.ts';
import { FAILURE_CLASSES, PROPOSAL_SOURCES } from '../../../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord, Measurement } from '../../../../lambdas/shared/record.ts';
import type { ExperimentSpec } from '../../../../lambdas/shared/spec.ts';
import { type CampaignSummary, emptySummary } from '../../../../lambdas/shared/summary.ts';
import { givenMeasurement, givenPlanned, givenReasoning } from '../../recorder/given.ts';

export interface GeneratedIteration {
  readonly reasoning: ReasoningRecord;
  readonly records: readonly ExperimentRecord[];
}

/** A history with all that can happen in one, the same for the same seed. @param arms of each iteration */
export function generatedHistory(iterations: number, arms: number, seed: number): GeneratedIteration[] {
  const random = seededRandom(seed);
  return Array.from({ length: iterations }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1) + index * 6 * 3_600_000);
    const stamp = at.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    const reasoningId = `${stamp}-${(0x10000000 + index).toString(16)}`;
    const clip_set = index < iterations / 20 ? 'earlier clips' : 'present clip';
    const records = Array.from({ length: arms }, (_, arm) => ({
      ...ended(givenPlanned(arm, { reasoningId, spec: drawnSpec(random) }), index, random),
      clip_set,
      planned_at: at.toISOString(),
      finished_at: new Date(at.getTime() + 1_800_000).toISOString(),
    }));
    const reasoning: ReasoningRecord = {
      ...givenReasoning(records, Math.round(random() * 1000) / 10_000),
      ...{ reasoning_id: reasoningId, timestamp: at.toISOString() },
      outcome: { verdict: 'inconclusive', text: 'concluded', concluded_at: at.toISOString() },
    };
    return { reasoning, records };
  });
}

/** The summary of a history as the recorder makes it: each record as it ends, then the iteration. */
export function summaryOf(
  history: readonly GeneratedIteration[],
  from: CampaignSummary = emptySummary(),
): CampaignSummary {
  return history.reduce(
    (summary, { records, reasoning }) =>
      foldIteration(records.reduce(foldExperiment, summary), reasoning, records),
    from,
  );
}

function drawnSpec(random: () => number): ExperimentSpec {
  const whole = (below: number) => Math.floor(random() * below);
  const { spec } = givenPlanned();
  const parameters = {
    ...{
      preset: 3 + whole(10),
      aq_mode: whole(3),
      film_grain: whole(31),
      scale: [1, 0.75, 0.5][whole(3)] ?? 1,
    },
    ...{ tune: random() < 0.5 ? 'vq' : 'psnr', denoise: 'medium', pixel_format: 'yuv420p10le' },
    psy_rd: Math.round(random() * 500) / 100,
  };
  const repeats = random();
  return {
    ...{ ...spec, encoder: ['libsvtav1', 'libaom-av1', 'libx265'][whole(3)] ?? '', parameters },
    control: { encoder: 'libsvtav1', parameters: { ...parameters, film_grain: 0, tune: 'psnr' } },
    ...(repeats < 0.04 && { replicate_of: 'an earlier experiment' }),
    ...(repeats > 0.97 && { confirm: true }),
  };
}

function ended(planned: ExperimentRecord, iteration: number, random: () => number): ExperimentRecord {
  const source = PROPOSAL_SOURCES[Math.floor(random() * PROPOSAL_SOURCES.length)] ?? 'rules';
  const middle = 40 * random() - 30;
  const bdRate = { p10: middle - 4, p50: middle, p90: middle + 4 };
  const bitrate = { p10: 0.9, p50: 1, p90: 1.1 };
  const probability = random();
  const forecast: ExperimentRecord['forecast'] = {
    bd_rate: { raw: bdRate, calibrated: bdRate },
    bitrate_mbps: { raw: bitrate, calibrated: bitrate },
    improvement: { raw: probability, calibrated: probability },
  };
  const record = {
    ...{ ...planned, source, forecast, expected_bd_rate: bdRate, novelty: random() },
    purpose:
      'a purpose that takes as many words as such a sentence takes when a model writes it down, and then some more '.repeat(
        3,
      ),
    status: 'succeeded' as const,
    verdict_reason: 'so it came out',
  };
  const fate = random();
  if (fate < 0.12) {
    const failureClass = FAILURE_CLASSES[Math.floor(random() * FAILURE_CLASSES.length)] ?? 'timeout';
    const failure = { class: failureClass, message: 'something that is told at length '.repeat(15) };
    return { ...record, status: 'failed', verdict: 'inconclusive', failure };
  }
  const rate = middle - 0.004 * iteration + 8 * (random() - 0.45);
  if (fate < 0.4) return { ...record, verdict: 'refuted', measurement: screenedOut(rate) };
  const measurement = givenMeasurement(rate, {
    fingerprint: planned.experiment_id,
    bitrate_mbps: 1 + rate / 100 + random() / 5,
    bd_rate_ssim_percent: rate + 6 * (random() - 0.5),
    tune_cpu_seconds: 20 + 200 * random(),
  });
  const verdict = fate < 0.45 ? 'suspect' : Math.abs(rate - middle) <= 4 ? 'confirmed' : 'refuted';
  return { ...record, verdict, measurement };
}

function screenedOut(score: number): Measurement {
  return givenMeasurement(null, {
    screening: {
      ...{ decision: 'screened out', reason: 'no hope', rival: 'anchor', clips: [], saved_cpu_seconds: 9 },
      ...{ score_percent: score, rival_percent: 0, score_ssim_percent: score, rival_ssim_percent: 0 },
      beyond_hope: ['psnr_yuv'],
    },
  });
}
