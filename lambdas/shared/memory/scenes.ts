import { isSameEncoder, storedEncoder } from '../encoder-name.ts';
import type { ClipMeasurement, ExperimentRecord } from '../record.ts';
import { FEATURES_VERSION } from '../scene-features.ts';
import { isScreenedOut } from '../screening.ts';
import type { ContestantRates, SceneMemory } from '../summary/scenes.ts';
import type { CampaignSummary } from '../summary.ts';
import { isRepetition, isSound } from './attempt.ts';
import { comparableRecords, type Iteration } from './iteration.ts';

const KEPT = { clips: 32, best: 12 } as const;

/**
 * A summary with what the tune clips are like and what the iteration's experiments came to on each. Records from before
 * features were measured, and gains that the families of metrics disagree about, tell nothing here.
 */
export function withScenes(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  const scenes = comparableRecords(summary, iteration)
    .filter((record) => isSound(record) && !isRepetition(record) && !isScreenedOut(record.measurement))
    .reduce(withRecord, summary.scenes);
  return scenes === undefined ? summary : { ...summary, scenes };
}

function withRecord(
  before: SceneMemory | undefined,
  { experiment_id, spec, measurement }: ExperimentRecord,
): SceneMemory | undefined {
  const clips = measurement?.clips.filter(({ scene }) => scene?.version === FEATURES_VERSION) ?? [];
  const mean = measurement?.bd_rate_percent ?? null;
  if (clips.length === 0) return before;
  const known = withClips(before?.clips ?? [], clips);
  if (mean === null || measurement?.agreement?.verdict === 'metric disagreement')
    return { clips: known, best: before?.best ?? [] };
  const own: ContestantRates = {
    experiment_id,
    ...storedEncoder(spec),
    bd_rate_percent: mean,
    rates: known.map(({ name }) => clips.find((clip) => clip.name === name)?.bd_rate_percent ?? null),
  };
  return { clips: known, best: withContestant(before?.best ?? [], own) };
}

/** In the order in which they were first seen: rates are kept by place. */
function withClips(known: SceneMemory['clips'], clips: readonly ClipMeasurement[]): SceneMemory['clips'] {
  const added = clips.flatMap(({ name, scene }) =>
    scene === undefined || known.some((each) => each.name === name) ? [] : [{ name, scene }],
  );
  return [...known, ...added].slice(0, KEPT.clips);
}

/** Of equal means the first measured stays. */
function withContestant(best: readonly ContestantRates[], own: ContestantRates): ContestantRates[] {
  const former = best.find((each) => isSameEncoder(each, own));
  if (former !== undefined && former.bd_rate_percent <= own.bd_rate_percent) return [...best];
  return [...best.filter((each) => each !== former), own]
    .sort((a, b) => a.bd_rate_percent - b.bd_rate_percent || (a.experiment_id < b.experiment_id ? -1 : 1))
    .slice(0, KEPT.best);
}
