import { currentChampion } from '../../../lambdas/planner/current-champion.ts';
import { forecastBdRate, forecastBitrate } from '../../../lambdas/planner/forecast.ts';
import type { PlanningContext, Proposal, ProposedExperiment } from '../../../lambdas/planner/planning.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { keyOf } from '../searchers/searcher.ts';
import type { Configuration } from '../table/grid.ts';
import type { Model } from './replay.ts';

/** What textbooks say of encoders and values, as preferences; it looks at no measured effect. */
const PREFERENCES: Readonly<Record<string, number>> = {
  ...{ libsvtav1: 6, 'libvpx-vp9': 2, libx265: 2, libx264: 0 },
  ...{ 'tune=psnr': 3, 'tune=ssim': 1, 'tune=vq': -1, 'tune=grain': -4 },
  ...{ 'pixel_format=yuv420p10le': 2, 'pixel_format=yuv420p': -2, 'psy=false': 1, 'psy_rd=0': 1 },
  ...{ 'aq_mode=0': 1, 'scale=0.75': -3, 'scale=0.5': -6, 'denoise=light': -1, 'denoise=strong': -4 },
};
/** What a changed value costs in preference, counted from the champion. */
const DISTANCE = 1.5;
/** Every so many plans it proposes what was measured before, as a model that overlooks a record would. */
const FORGETFUL = 5;

/**
 * A language model played by a script: it prefers what textbooks prefer, stays near the champion, names the regions that it
 * believes in, and sometimes forgets what was measured. Its tokens are those of a plan of three arms.
 */
export const SCRIPTED_CLAUDE: Model = {
  findKey: async () => ({ key: 'scripted' }),
  ask: async (context) => ({
    kind: 'plan',
    proposal: planOf(context),
    use: { model: 'scripted', input_tokens: 9000, output_tokens: 4000, cost_usd: 0.09 },
  }),
};

function planOf(context: PlanningContext): Proposal {
  const champion = currentChampion(context)?.spec;
  const measured = new Set(
    [...context.history.map(({ spec }) => spec), ...(context.summary.observations ?? [])].map(keyOf),
  );
  const { succeeded } = context.summary.counts;
  const forgets = Math.floor(succeeded / context.arms) % FORGETFUL === FORGETFUL - 1;
  const ranked = (context.offered ?? [])
    .filter((each) => forgets || !measured.has(keyOf(each)))
    .toSorted((a, b) => liking(b, champion) - liking(a, champion) || (keyOf(a) < keyOf(b) ? -1 : 1));
  return {
    root_cause: 'the champion leaves parameters at values that save nothing',
    insights: [],
    hypothesis: 'what saves bits by the book saves them here',
    next_experiment: { approach: 'go from the champion to what the book prefers', changes: [] },
    risks: [],
    confidence_score: 0.5,
    experiments: ranked.slice(0, context.arms).map((each) => proposed(context, each)),
    regions: context.capabilities?.encoders.includes('libx265')
      ? [region('libx265', 'tune', 'psnr'), region('libx265', 'pixel_format', 'yuv420p10le')]
      : [],
  };
}

function liking({ encoder, parameters }: Configuration, champion: Configuration | undefined): number {
  const by = Object.entries(parameters).map(([name, value]) => PREFERENCES[`${name}=${String(value)}`] ?? 0);
  const preferred = by.reduce((sum, each) => sum + each, PREFERENCES[encoder] ?? 0);
  if (champion === undefined || champion.encoder !== encoder) return preferred;
  return preferred - DISTANCE * changes(parameters, champion.parameters);
}

function changes(one: Parameters, other: Parameters): number {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).length;
}

function proposed(context: PlanningContext, { encoder, parameters }: Configuration): ProposedExperiment {
  const forecast = forecastBdRate(context, { encoder, parameters });
  const purpose = 'preferred by the book';
  return {
    ...{ encoder, parameters, purpose, expected_bd_rate: forecast },
    expected_bitrate_mbps: forecastBitrate(context, forecast),
  };
}

function region(encoder: string, parameter: string, value: string) {
  return { encoder, parameter, values: [value], weight: 0.2, reason: 'it saves bits by the book' };
}
