import type { ExperimentRecord } from '../record.ts';
import { isScreenedOut } from '../screening.ts';
import type { RefutedIdea } from '../summary/experience.ts';
import { isRepetition, isSound } from './attempt.ts';
import { storedConfiguration } from './configuration.ts';
import { changeOf } from './direction.ts';
import { hasWon, type Iteration } from './iteration.ts';

const KEPT = { ideas: 16, evidence: 4 } as const;

/** Whether an experiment's idea did worse than its forecast allowed, or was screened out although it promised to win. */
export function isRefuted(record: ExperimentRecord): boolean {
  const { verdict, measurement, expected_bd_rate } = record;
  if (verdict !== 'refuted' || isRepetition(record) || !isSound(record)) return false;
  const rate = measurement?.bd_rate_percent ?? null;
  return rate === null ? isScreenedOut(measurement) : rate > expected_bd_rate.p90;
}

/** The refuted ideas with an iteration's, the one refuted last at the end. An idea that wins is taken back. */
export function withRefuted(before: readonly RefutedIdea[], iteration: Iteration): RefutedIdea[] {
  const ideas = new Map(before.map((idea) => [idea.change, idea]));
  for (const record of iteration.records) {
    const change = changeOf(record.spec);
    if (hasWon(iteration, record)) ideas.delete(change);
    else if (isRefuted(record)) {
      const idea = ideaOf(record, change, ideas.get(change));
      ideas.delete(change);
      ideas.set(change, idea);
    }
  }
  return [...ideas.values()].slice(-KEPT.ideas);
}

function ideaOf(record: ExperimentRecord, change: string, before: RefutedIdea | undefined): RefutedIdea {
  const { spec, purpose, experiment_id, measurement, clip_set, expected_bd_rate } = record;
  return {
    change,
    ...storedConfiguration(spec),
    idea: purpose.slice(0, 120),
    expected_percent: expected_bd_rate.p50,
    bd_rate_percent: measurement?.bd_rate_percent ?? null,
    evidence: [...(before?.evidence ?? []), experiment_id].slice(-KEPT.evidence),
    attempts: (before?.attempts ?? 0) + 1,
    clip_set,
  };
}
