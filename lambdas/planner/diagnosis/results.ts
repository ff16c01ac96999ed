import { currentChampion } from '../current-champion.ts';
import { configurationName, type Measured, measuredRecords, percent, ratedRecords } from '../evidence.ts';
import { isAnchor } from '../spec-of.ts';
import { evidenceOf, type Rule } from './finding.ts';

/** Experiments without a better champion after which a line counts as exhausted: four, and at least two iterations. */
const plateauRuns = (arms: number) => Math.max(4, 2 * arms);

export const noBaseline: Rule = (context) => {
  if (measuredRecords(context).length > 0) return undefined;
  const others = context.history.filter(
    (record) => record.clip_set !== context.clipSet && record.measurement !== null,
  );
  if (others.length > 0) {
    return {
      rule: 'clip-set-changed',
      statement:
        'the clips, their sets, their length or the GOP have changed, so that nothing measured before can be compared: the baseline is measured again',
      evidence: evidenceOf(others),
    };
  }
  return {
    rule: 'no-baseline',
    statement: 'nothing has been measured on these clips yet: there is no baseline to improve on',
    evidence: [],
  };
};

/** No BD-rate because the curves do not meet or do not rise. */
export const saturatedRange: Rule = (context) => {
  const without = measuredRecords(context)
    .filter((record) => record.measurement.bd_rate_percent === null)
    .slice(0, 6);
  const [newest] = without;
  if (newest === undefined) return undefined;
  return {
    rule: 'saturated-range',
    statement: `${configurationName(newest.spec)} has no BD-rate (${newest.measurement.bd_rate_reason ?? 'no reason given'}): its quality range does not meet the anchor's, so rate is bound by a ceiling or floor of quality`,
    evidence: evidenceOf(without),
  };
};

export const rateAboveAnchor: Rule = (context) => {
  const rated = ratedRecords(context);
  if (rated[0] === undefined || rated[0].bdRate < 0) return undefined;
  const best = rated.find(({ spec }) => !isAnchor(spec));
  return {
    rule: 'rate-above-anchor',
    statement:
      best === undefined
        ? "only the anchor's own configuration has been measured: nothing has been tried against it"
        : `the best so far, ${configurationName(best.spec)}, needs ${percent(best.bdRate)} bits against HEVC at equal quality${perClip(best)}: the rate is bound by the coding tools of what was tried`,
    evidence: evidenceOf(rated),
  };
};

export const rateBound: Rule = (context) => {
  const rated = ratedRecords(context);
  const [best, worst] = [rated[0], rated.at(-1)];
  if (best === undefined || worst === undefined || best.bdRate >= 0) return undefined;
  const spread =
    best === worst
      ? ''
      : `, ${(worst.bdRate - best.bdRate).toFixed(1)} points ahead of ${configurationName(worst.spec)}`;
  return {
    rule: 'rate-bound',
    statement: `${configurationName(best.spec)} leads with ${percent(best.bdRate)} at equal quality${perClip(best)}${spread}: what limits the rate now is how well this encoder searches and what it optimises for`,
    evidence: evidenceOf(best === worst ? [best] : [best, worst]),
  };
};

/** The quality floor was missed on some clip in the latest iteration although the anchor reached it. */
export const qualityBelowFloor: Rule = (context) => {
  const measured = measuredRecords(context);
  const missing = measured.filter(
    ({ measurement, reasoning_id }) =>
      reasoning_id === measured[0]?.reasoning_id &&
      measurement.clips.some(
        (clip) => clip.floor_bitrate_mbps === null && clip.anchor_floor_bitrate_mbps !== null,
      ),
  );
  const [newest] = missing;
  if (newest === undefined) return undefined;
  const clip = newest.measurement.clips.find(
    (each) => each.floor_bitrate_mbps === null && each.anchor_floor_bitrate_mbps !== null,
  );
  return {
    rule: 'quality-below-floor',
    statement: `${configurationName(newest.spec)} does not reach the quality floor on ${clip?.name ?? 'a clip'} although HEVC does: quality is bound before the encoder (scaling, denoising, grain), not by its rate`,
    evidence: evidenceOf(missing),
  };
};

export const plateau: Rule = (context) => {
  const champion = currentChampion(context);
  const { since_improvement } = context.summary;
  if (champion === undefined || since_improvement < plateauRuns(context.arms)) return undefined;
  return {
    rule: 'plateau',
    statement: `${since_improvement} experiments since ${configurationName(champion.spec)} (${percent(champion.bd_rate_percent)}) brought nothing better: its neighbourhood is exhausted`,
    evidence: [champion.experiment_id],
  };
};

/** ` (-12.0 % on a, -30.1 % on b)`: the mean of few clips hides much. */
function perClip({ measurement: { clips } }: Measured): string {
  const rates = clips.flatMap(({ name, bd_rate_percent }) =>
    bd_rate_percent === null ? [] : [`${percent(bd_rate_percent)} on ${name}`],
  );
  return rates.length < 2 || rates.length > 3 ? '' : ` (${rates.join(', ')})`;
}

/** Intervals that promise 80 % and hold much less. */
export const overConfidence: Rule = ({ summary: { forecasts } }) => {
  if (forecasts.count < 5 || forecasts.within / forecasts.count >= 0.6) return undefined;
  return {
    rule: 'over-confident-forecasts',
    statement: `only ${forecasts.within} of ${forecasts.count} measurements fell within their 80 % interval (mean error ${forecasts.mean_absolute_error.toFixed(1)} points): forecasts are widened`,
    evidence: [],
  };
};
