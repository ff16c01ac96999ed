import { encoderName } from '../../../../shared/encoder-name.ts';
import { choiceByClip } from '../../../content/choice-by-clip.ts';
import { contentInsights } from '../../../content/content-insights.ts';
import { ratedClips } from '../../../content/rated-clips.ts';
import type { PlanningContext } from '../../../planning.ts';
import { shorten } from '../../shorten.ts';
import { rounded } from './rounded.ts';

/** Clips and encoders that are listed. */
const CLIPS_LISTED = 12;
const ENCODERS_LISTED = 8;

/** What the tune clips are like, what the best experiment of each encoder came to on each, and what that says. */
export function content(context: PlanningContext) {
  const rated = ratedClips(context);
  const clips = rated.clips.slice(0, CLIPS_LISTED);
  const choice = choiceByClip(rated);
  return {
    clips: clips.map(({ name, scene: { version: _version, ...features } }) => ({ name, ...features })),
    best_of_each_encoder: rated.contestants.slice(0, ENCODERS_LISTED).map((contestant) => ({
      id: contestant.experiment_id,
      encoder: encoderName(contestant),
      bd_rate_percent: rounded(contestant.bd_rate_percent),
      // In the order of the clips above.
      bd_rate_by_clip: contestant.rates.slice(0, CLIPS_LISTED).map(rounded),
    })),
    ...(choice && {
      best_by_clip: choice.winners.slice(0, CLIPS_LISTED).map(encoderName),
      choosing_by_clip_percent: rounded(choice.percent),
      choosing_by_clip_gains_points: rounded(-choice.points),
    }),
    statements: contentInsights(context).map(({ text, evidence }) => ({
      text: shorten(text, 400),
      evidence,
    })),
  };
}
