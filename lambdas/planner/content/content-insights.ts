import { encoderName, strategyOf } from '../../shared/encoder-name.ts';
import type { Insight } from '../../shared/reasoning.ts';
import type { ClipScene } from '../../shared/scene-features.ts';
import { percent } from '../evidence.ts';
import type { PlanningContext } from '../planning.ts';
import { type ChoiceByClip, choiceByClip } from './choice-by-clip.ts';
import { type GainPattern, gainPattern } from './gain-pattern.ts';
import { type RatedClips, ratedClips } from './rated-clips.ts';

/** Patterns that are told, of the best contestants first. */
const TOLD_PATTERNS = 2;

/** What suits which content, as far as the clips can tell, each statement with its experiments. */
export function contentInsights(context: PlanningContext): Insight[] {
  const rated = ratedClips(context);
  const choice = choiceByClip(rated);
  if (choice === undefined) return [];
  return [
    choiceInsight(rated, choice),
    ...patternsOf(rated).map((pattern) => patternInsight(rated, pattern)),
  ];
}

/** What each strategy gains over the best conventional encoder, and a restored encoder over itself. */
export function patternsOf(rated: RatedClips): GainPattern[] {
  const { contestants } = rated;
  const conventional = contestants.filter((each) => strategyOf(each) === 'conventional');
  const pairs = contestants.flatMap((contestant) => {
    if (strategyOf(contestant) === 'conventional') return [];
    const base = conventional.find(({ encoder }) => encoder === contestant.encoder) ?? conventional[0];
    return base === undefined ? [] : [{ contestant, base }];
  });
  return pairs.slice(0, TOLD_PATTERNS).map(({ contestant, base }) => gainPattern(rated, contestant, base));
}

function choiceInsight({ clips }: RatedClips, { winners, percent: rate, points }: ChoiceByClip): Insight {
  const evidence = [...new Set(winners.map(({ experiment_id }) => experiment_id))];
  const [first] = winners;
  if (evidence.length === 1 && first !== undefined)
    return {
      text: `${encoderName(first)} is the best of what was measured on every one of ${clips.length} clips: nothing is to be had by choosing per clip`,
      evidence,
    };
  const groups = Map.groupBy(clips.keys(), (index) => winners[index]);
  const places = [...groups].flatMap(([winner, indices]) =>
    winner === undefined
      ? []
      : [`${encoderName(winner)} on ${indices.map((index) => clips[index]?.name).join(', ')}`],
  );
  return {
    text: `no encoder is best on every clip: ${places.join('; ')}. Choosing per clip among these would come to ${percent(rate)}, ${Math.abs(points).toFixed(1)} points better than the best of them on all`,
    evidence,
  };
}

function patternInsight({ clips }: RatedClips, { contestant, over, points, follows }: GainPattern): Insight {
  const ordered = [...points.entries()].sort(([, a], [, b]) => a - b);
  const told = ([index, value]: readonly [number, number]) => {
    const clip = clips[index];
    return `${value > 0 ? '+' : ''}${value.toFixed(1)} points on ${clip?.name} (${clip && sceneText(clip.scene)})`;
  };
  const [most, least] = [ordered[0], ordered.at(-1)];
  const extremes = most === undefined || least === undefined ? '' : `${told(most)}, ${told(least)}`;
  const why =
    follows === undefined
      ? `over ${clips.length} clips the gain follows no feature more clearly than chance would make it`
      : `the gain is larger with ${follows.direction} ${follows.feature}, an order that chance gives one of the features in ${Math.ceil(100 * follows.chance)} of 100 cases`;
  return {
    text: `${encoderName(contestant)} against ${encoderName(over)}: ${extremes}; ${why}`,
    evidence: [contestant.experiment_id, over.experiment_id],
  };
}

/** The features that tell most, in a clause. */
function sceneText({ si_mean, ti_mean, motion_mean, flat, noise }: ClipScene): string {
  return [
    `SI ${si_mean.toFixed(0)}`,
    ...(ti_mean === null ? [] : [`TI ${ti_mean.toFixed(0)}`]),
    ...(motion_mean === null ? [] : [`motion ${motion_mean.toFixed(1)}`]),
    `${(100 * flat).toFixed(0)} % flat`,
    ...(noise === null ? [] : [`noise ${noise.toFixed(1)}`]),
  ].join(', ');
}
