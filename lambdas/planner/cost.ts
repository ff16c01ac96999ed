import type { ClipReference, ExperimentSpec } from '../shared/spec.ts';
import { costKey } from '../shared/summary.ts';
import type { PlanningContext } from './planning.ts';
import { PRIORS } from './priors.ts';

/** Clips, frames and size that the priors were measured with. */
const MEASURED_SAMPLES = 2 * 60 * 640 * 360;
/** Of an encoder and preset that nobody has measured; dear, so that it is not tried on a guess. */
const UNKNOWN_SECONDS = 500;

/** CPU seconds that an arm is expected to cost: learnt in this campaign, else the prior scaled by samples to encode. */
export function expectedCpuSeconds(
  context: PlanningContext,
  experiment: Pick<ExperimentSpec, 'encoder' | 'parameters'>,
): number {
  const key = costKey(experiment);
  const learnt = context.summary.clip_set === context.clipSet ? context.summary.costs[key] : undefined;
  const scale = Number(experiment.parameters['scale'] ?? 1) ** 2;
  if (learnt !== undefined) return learnt.mean_cpu_seconds;
  return (
    (PRIORS[key]?.cpuSeconds ?? UNKNOWN_SECONDS) *
    scale *
    (samples(context.clips, context.settings.frames) / MEASURED_SAMPLES) *
    campaignFactor(context)
  );
}

export function fitsBudget(
  context: PlanningContext,
  experiment: Pick<ExperimentSpec, 'encoder' | 'parameters'>,
): boolean {
  return expectedCpuSeconds(context, experiment) <= context.settings.cpu_seconds_per_arm;
}

/** Size of stored clips is not known before the task has read them; they count as 640x360 until costs are learnt. */
function samples(clips: readonly ClipReference[], frames: number): number {
  return clips.reduce(
    (sum, clip) => sum + frames * (clip.kind === 'synthetic' ? clip.width * clip.height : 640 * 360),
    0,
  );
}

/** How much dearer than the priors this campaign has turned out: the median over what it has learnt. */
function campaignFactor(context: PlanningContext): number {
  if (context.summary.clip_set !== context.clipSet) return 1;
  const scale = samples(context.clips, context.settings.frames) / MEASURED_SAMPLES;
  const ratios = Object.entries(context.summary.costs)
    .flatMap(([key, { mean_cpu_seconds }]) =>
      PRIORS[key] ? [mean_cpu_seconds / (PRIORS[key].cpuSeconds * scale)] : [],
    )
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}
