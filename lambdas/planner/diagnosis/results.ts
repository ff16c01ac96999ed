import { configurationName, measuredRecords, percent, ratedRecords } from '../evidence.ts';
import { evidenceOf, type Rule } from './finding.ts';

/** Experiments without a better champion after which a line counts as exhausted. */
const PLATEAU_RUNS = 6;

export const noBaseline: Rule = (context) => {
  if (measuredRecords(context).length > 0) return undefined;
  const others = context.history.filter(
    (record) => record.clip_set !== context.clipSet && record.measurement !== null,
  );
  if (others.length > 0) {
    return {
      rule: 'clip-set-changed',
      statement:
        'the clips, their length or the GOP have changed, so that nothing measured before can be compared: the baseline is measured again',
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
  const [best] = rated;
  if (best === undefined || best.bdRate < 0) return undefined;
  return {
    rule: 'rate-above-anchor',
    statement: `the best so far, ${configurationName(best.spec)}, needs ${percent(best.bdRate)} bits against HEVC at equal quality: the rate is bound by the coding tools of what was tried`,
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
    statement: `${configurationName(best.spec)} leads with ${percent(best.bdRate)} at equal quality${spread}: what limits the rate now is how well this encoder searches and what it optimises for`,
    evidence: evidenceOf(best === worst ? [best] : [best, worst]),
  };
};

/** The quality floor was missed on some clip although the anchor's or another's ladder could reach it. */
export const qualityBelowFloor: Rule = (context) => {
  const missing = measuredRecords(context).filter(({ measurement }) =>
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
  const { champion, since_improvement, clip_set } = context.summary;
  if (champion === null || clip_set !== context.clipSet || since_improvement < PLATEAU_RUNS) return undefined;
  return {
    rule: 'plateau',
    statement: `${since_improvement} experiments since ${configurationName(champion.spec)} (${percent(champion.bd_rate_percent)}) brought nothing better: its neighbourhood is exhausted`,
    evidence: [champion.experiment_id],
  };
};

/** Intervals that promise 80 % and hold much less. */
export const overConfidence: Rule = ({ summary: { forecasts } }) => {
  if (forecasts.count < 5 || forecasts.within / forecasts.count >= 0.6) return undefined;
  return {
    rule: 'over-confident-forecasts',
    statement: `only ${forecasts.within} of ${forecasts.count} measurements fell within their 80 % interval (mean error ${forecasts.mean_absolute_error.toFixed(1)} points): forecasts are widened`,
    evidence: [],
  };
};
