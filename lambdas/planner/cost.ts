import type { Forecast } from '../shared/forecast.ts';
import type { SYNTHETIC_RECIPES } from '../shared/names.ts';
import { endingDifference } from '../shared/screening/stopping-rule.ts';
import type { ClipReference, ClipSet, Configuration, ExperimentSpec } from '../shared/spec.ts';
import { costKey } from '../shared/summary.ts';
import { probabilityBelow } from './confidence.ts';
import type { PlanningContext } from './planning.ts';
import { priorOf } from './prior-of.ts';
import { PRIORS } from './priors.ts';
import { ANCHOR } from './spec-of.ts';

/** Samples that the priors were measured with: two clips, drifting-texture and predecessor. */
const MEASURED_SAMPLES = 2 * 60 * 640 * 360;
/** Size of stored clips is not known before the task has read them; they count as this until costs are learnt. */
const ASSUMED_PICTURE = 640 * 360;

/** What the strong anchor (libx265 veryslow, 10 bit, tune psnr) costs in encodes of the anchor. */
const STRONG_ANCHOR_FACTOR = 16;

/** What a sample of a recipe costs against the mean of the two that the priors were measured with; noise is dear. */
const RECIPE_WEIGHT: Readonly<Record<(typeof SYNTHETIC_RECIPES)[number], number>> = {
  'drifting-texture': 0.5,
  predecessor: 1.5,
  'moving-objects': 0.4,
};

/**
 * CPU seconds that an arm costs on tune and validate clips when it is measured in full, as one that is as good as hoped for
 * is: learnt in this campaign, else the prior scaled by what there is to encode. Sealed clips cost a confirmation only.
 */
export function expectedCpuSeconds(context: PlanningContext, experiment: Configuration): number {
  return tuneSeconds(context, experiment) / tuneShare(context);
}

/**
 * CPU seconds to expect of an arm that may be screened out: its screening, and the rest with the probability that it goes
 * on, which is that of a BD-rate by its forecast below what the screening of such a champion ends.
 */
export function screenedCpuSeconds(
  context: PlanningContext,
  spec: ExperimentSpec,
  forecast: Forecast,
): number {
  const whole = expectedCpuSeconds(context, spec);
  const { screening } = spec;
  if (screening === undefined) return whole;
  const named = context.clips.filter(({ set = 'tune' }) => set === 'tune').length;
  const tuneClips = named + (context.further?.list.length ?? 0);
  const clips = Math.min(screening.clips, tuneClips);
  const screened = (clips * screening.rate_points) / (tuneClips * spec.rate_points);
  const best = 1 + (screening.champion_percent ?? 0) / 100;
  const ending = 100 * (best * Math.exp(endingDifference(clips, tuneClips)) - 1);
  const goesOn = probabilityBelow(forecast, ending);
  const share = tuneShare(context) * screened;
  return whole * (share + (1 - share) * goesOn);
}

/** Share of the tune clips in what an arm costs, 0 to 1. */
export function tuneShare(context: PlanningContext): number {
  return work(context, ['tune']) / work(context, ['tune', 'validate']);
}

/** The same for the confirmation of a configuration: every clip, and the strong anchor on every clip. */
export function confirmationCpuSeconds(context: PlanningContext, experiment: Configuration): number {
  const share = work(context, ['tune', 'validate', 'sealed']) / work(context, ['tune']);
  const anchor = tuneSeconds(context, ANCHOR);
  return (tuneSeconds(context, experiment) + STRONG_ANCHOR_FACTOR * anchor) * share;
}

export function fitsBudget(context: PlanningContext, experiment: Configuration): boolean {
  return expectedCpuSeconds(context, experiment) <= context.settings.cpu_seconds_per_arm;
}

/** CPU seconds on the tune clips alone, which is what campaigns learn. */
function tuneSeconds(context: PlanningContext, experiment: Configuration): number {
  const key = costKey(experiment);
  const learnt = context.summary.clip_set === context.clipSet ? context.summary.costs[key] : undefined;
  const scale = Number(experiment.parameters['scale'] ?? 1) ** 2;
  if (learnt !== undefined) return learnt.mean_cpu_seconds;
  const prior = priorOf(context.spaces, experiment);
  // Of what nobody has measured anything may be true: it is taken to need all that an arm may, so that it can be tried once.
  if (prior === undefined) return context.settings.cpu_seconds_per_arm * tuneShare(context);
  return ((prior.cpuSeconds * scale * work(context, ['tune'])) / MEASURED_SAMPLES) * campaignFactor(context);
}

/** Samples to encode in these sets, weighted by how dear they are. */
function work({ clips, further, settings: { frames } }: PlanningContext, sets: readonly ClipSet[]): number {
  return [...clips, ...(further?.list ?? [])]
    .filter(({ set = 'tune' }) => sets.includes(set))
    .reduce((sum, clip) => sum + frames * pictureWork(clip), 0);
}

function pictureWork(clip: ClipReference): number {
  return clip.kind === 'synthetic' ? clip.width * clip.height * RECIPE_WEIGHT[clip.recipe] : ASSUMED_PICTURE;
}

/** How much dearer than the priors this campaign has turned out: the median over what it has learnt. */
function campaignFactor(context: PlanningContext): number {
  if (context.summary.clip_set !== context.clipSet) return 1;
  const scale = work(context, ['tune']) / MEASURED_SAMPLES;
  const ratios = Object.entries(context.summary.costs)
    .flatMap(([key, { mean_cpu_seconds }]) =>
      PRIORS[key] ? [mean_cpu_seconds / (PRIORS[key].cpuSeconds * scale)] : [],
    )
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}
