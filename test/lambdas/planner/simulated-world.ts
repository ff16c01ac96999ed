import { ALL_SPACES, findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import { reasoningRecord } from '../../../lambdas/planner/identify.ts';
import type { PlanningContext, Proposal, ProposedExperiment } from '../../../lambdas/planner/planning.ts';
import { priorOf } from '../../../lambdas/planner/prior-of.ts';
import { bdRateOf } from '../../../lambdas/planner/search/log-rate.ts';
import { placeOf } from '../../../lambdas/planner/search/place.ts';
import { syntheticClips } from '../../../lambdas/planner/synthetic-clips.ts';
import { iterationId } from '../../../lambdas/shared/keys.ts';
import { foldExperiment, foldIteration } from '../../../lambdas/shared/memory/fold.ts';
import { ENCODERS, SCHEMAS } from '../../../lambdas/shared/names.ts';
import { plannedRecords } from '../../../lambdas/shared/planned-records.ts';
import type { ExperimentRecord, Validation } from '../../../lambdas/shared/record.ts';
import { type LabSettingsInput, parseSettings } from '../../../lambdas/shared/settings.ts';
import { clipSetHash, sha256 } from '../../../lambdas/shared/spec.ts';
import { type CampaignSummary, emptySummary } from '../../../lambdas/shared/summary.ts';

/** The clips of a campaign without any of its own: two to tune on, one to validate on. */
const CLIPS = syntheticClips(parseSettings({}).synthetic);

/** A context without history. */
export function emptyContext(
  settings: LabSettingsInput = {},
  change: Partial<PlanningContext> = {},
): PlanningContext {
  const parsed = parseSettings(settings);
  return {
    campaign: 'default',
    settings: parsed,
    spaces: ALL_SPACES,
    arms: parsed.arms,
    seed: parsed.seed,
    now: new Date('2026-11-23T06:00:00Z'),
    summary: emptySummary(),
    history: [],
    unreadable: [],
    capabilities: {
      schema: SCHEMAS.capabilities,
      ffmpeg_version: '7.1',
      ffmpeg_sha256: 'f'.repeat(64),
      encoders: [...ENCODERS],
      filters: ['hqdn3d'],
      encoder_versions: {},
      architecture: 'x64',
    },
    clips: CLIPS,
    clipSet: clipSetHash({ clips: CLIPS, frames: parsed.frames, gop: parsed.gop }),
    ...change,
  };
}

/** What the world gives: the prior, off by up to 8 points in a way that depends on the configuration alone. */
export function trueBdRate({
  encoder,
  parameters,
}: Pick<ProposedExperiment, 'encoder' | 'parameters'>): number {
  const noise =
    (Number.parseInt(sha256(JSON.stringify([encoder, parameters])).slice(0, 6), 16) / 0xffffff) * 16 - 8;
  const isAnchor =
    encoder === 'libx265' && Object.keys(parameters).length === 1 && parameters['preset'] === 'medium';
  const space = findEncoderSpace({ encoder });
  if (isAnchor || space === undefined) return 0;
  const { expected, departures } = placeOf(space, parameters);
  const shifts = [...departures.values()].reduce((sum, departure) => sum + departure.expected, expected);
  return Math.max(-90, bdRateOf(shifts) + noise);
}

/** A planned record with a measurement. */
export function measured(
  record: ExperimentRecord,
  bdRate: number | null,
  change: Partial<ExperimentRecord> = {},
): ExperimentRecord {
  return {
    ...record,
    status: 'succeeded',
    finished_at: record.planned_at,
    verdict: 'confirmed',
    measurement: {
      bd_rate_percent: bdRate,
      bd_rate_ssim_percent: bdRate,
      bd_rate_ms_ssim_percent: bdRate,
      bd_rate_reason: bdRate === null ? 'low-overlap' : null,
      floor_reached: true,
      bitrate_mbps: 1 + (bdRate ?? 0) / 100,
      anchor_bitrate_mbps: 1,
      tier: 'in progress',
      validation: validated(record, bdRate),
      clips: record.spec.clips.filter(isTune).map((clip) => ({
        name: clip.name,
        kind: clip.kind,
        bd_rate_percent: bdRate,
        bd_rate_ssim_percent: bdRate,
        bd_rate_reason: null,
        floor_bitrate_mbps: 1,
        anchor_floor_bitrate_mbps: 1,
        psnr_yuv_range: [34, 42],
        anchor_psnr_yuv_range: [34, 42],
      })),
      fingerprint: sha256(JSON.stringify(record.spec)),
      wall_seconds: 60,
      cpu_seconds: priorOf(ALL_SPACES, record.spec)?.cpuSeconds ?? 100,
      encode_cpu_seconds: 50,
      ffmpeg_version: '7.1',
    },
    ...change,
  };
}

const isTune = ({ set = 'tune' }: ExperimentRecord['spec']['clips'][number]) => set === 'tune';

/** The validate clips come to the same as the tune clips, and are measured where those beat the champion. */
function validated({ spec }: ExperimentRecord, bdRate: number | null): Validation | null {
  if (bdRate === null || bdRate >= (spec.validate_below_percent ?? 0)) return null;
  const rates = { psnr_yuv: bdRate, ssim_db: bdRate, ms_ssim_db: bdRate };
  const clips = spec.clips.flatMap(({ set }, clip) => (set === 'validate' ? [{ clip, ...rates }] : []));
  return {
    ...{ clips, bd_rate_percent: bdRate, bd_rate_ssim_percent: bdRate, bd_rate_ms_ssim_percent: bdRate },
    ...{ bd_rate_reason: null, bd_rate_strong_percent: null, gap_points: 0, interval: null },
  };
}

/** The planned rows of a proposal, as the planner would write them in iteration `index`. */
export function rowsOf(context: PlanningContext, proposal: Proposal, index: number): ExperimentRecord[] {
  const startedAt = new Date(Date.UTC(2026, 10, 23) + index * 6 * 3_600_000).toISOString();
  const ids = {
    reasoningId: iterationId(`execution-${index}`, startedAt),
    executionId: `execution-${index}`,
  };
  return plannedRecords(
    reasoningRecord(
      { ...context, now: new Date(startedAt) },
      proposal,
      { mode: 'fallback', use: undefined, fallbackReason: null },
      ids,
    ),
  );
}

/** The summary that the recorder keeps of these records, oldest first. */
export function summaryOf(
  records: readonly ExperimentRecord[],
  from: CampaignSummary = emptySummary(),
): CampaignSummary {
  return [...Map.groupBy(records, ({ reasoning_id }) => reasoning_id)].reduce(
    (summary, [reasoning_id, iteration]) => {
      const timestamp = iteration[0]?.planned_at ?? '';
      return foldIteration(
        iteration.reduce(foldExperiment, summary),
        { reasoning_id, timestamp, cost_usd: 0 },
        iteration,
      );
    },
    from,
  );
}

/** A context in which these records are known, the summary folded from them by the recorder's own rule. */
export function withRecords(context: PlanningContext, records: readonly ExperimentRecord[]): PlanningContext {
  return {
    ...context,
    history: [...records].reverse().concat(context.history).slice(0, 50),
    summary: summaryOf(records, context.summary),
  };
}

/** A proposal of one SVT-AV1 experiment. */
export function svtProposal(preset: number, parameters: ProposedExperiment['parameters'] = {}): Proposal {
  return {
    root_cause: 'none sought',
    insights: [],
    hypothesis: `preset ${preset} is worth measuring`,
    next_experiment: { approach: 'measure', changes: [] },
    risks: [],
    confidence_score: 0.5,
    experiments: [
      {
        encoder: 'libsvtav1',
        parameters: { preset, ...parameters },
        purpose: 'to measure',
        expected_bd_rate: { p10: -40, p50: -30, p90: -20 },
        expected_bitrate_mbps: 1,
      },
    ],
  };
}
