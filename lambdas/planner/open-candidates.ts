import { encoderName } from '../shared/encoder-name.ts';
import { isSame } from '../shared/memory/configuration.ts';
import type { Candidate } from './candidates.ts';
import { currentChampion } from './current-champion.ts';
import { twins, withoutEffect } from './diagnosis/identical-results.ts';
import { isInfrastructureFailure, ratedRecords } from './evidence.ts';
import { forecastBdRate } from './forecast.ts';
import type { Finding, PlanningContext } from './planning.ts';
import { hasPrior } from './prior-of.ts';
import { isAnchor } from './spec-of.ts';

/** Failures for reasons of the machine after which a spec waits until nothing else is left. */
const PATIENCE = 2;

/**
 * The candidates that may be planned, in their order. Out is what was recorded, except the anchor's own configuration
 * while the instrument is in doubt, which is then a declared replicate. What promises trouble or nothing is kept only where there is too little else.
 */
export function openCandidates(
  context: PlanningContext,
  possible: readonly Candidate[],
  recorded: ReadonlySet<string>,
  findings: readonly Finding[],
): Candidate[] {
  const inDoubt = findings[0]?.rule === 'instrumentation-fault';
  const again = inDoubt && !justReplicated(context);
  const open = possible
    .map((candidate) => (again && isAnchor(candidate) ? replicateOf(context, candidate) : candidate))
    .filter(({ hash, replicate_of }) => !recorded.has(hash) || replicate_of !== undefined);
  const [hopeless, troubled] = [promisesNothing(context), promisesTrouble(context)];
  const isCheck = (candidate: Candidate) => inDoubt && isAnchor(candidate);
  const groups = Map.groupBy(open, (candidate) => {
    if (isCheck(candidate)) return 'sound';
    return troubled(candidate) ? 'troubled' : hopeless(candidate) ? 'hopeless' : 'sound';
  });
  const { sound = [], hopeless: weak = [], troubled: last = [] } = Object.fromEntries(groups);
  const best = (candidate: Candidate) => forecastBdRate(context, candidate).p10;
  const rest = [...weak.sort((a, b) => best(a) - best(b)), ...last];
  return [...sound, ...rest.slice(0, Math.max(0, context.arms - sound.length))];
}

/** A doubt that stays after a replicate is not removed by another one at once: what is kept would contradict it again. */
function justReplicated({ history }: PlanningContext): boolean {
  const newest = history[0]?.reasoning_id;
  return history.some(({ reasoning_id, spec }) => reasoning_id === newest && spec.replicate_of !== undefined);
}

/**
 * As a replicate of the newest sound measurement of the same configuration, which the summary knows however old that is,
 * else of any; itself where there is none.
 */
function replicateOf({ history, clipSet, summary }: PlanningContext, candidate: Candidate): Candidate {
  const measured = history.filter(
    (record) =>
      record.clip_set === clipSet && record.status === 'succeeded' && record.spec_hash === candidate.hash,
  );
  const kept = summary.clip_set === clipSet ? (summary.observations ?? []) : [];
  const original =
    measured.find(({ verdict }) => verdict !== 'suspect') ??
    kept.find((each) => isSame(each, candidate)) ??
    measured[0];
  return original === undefined ? candidate : { ...candidate, replicate_of: original.experiment_id };
}

/** Specs that the machine failed at twice, encoders whose latest experiments all failed, parameters without effect. */
function promisesTrouble(context: PlanningContext): (candidate: Candidate) => boolean {
  const { history } = context;
  const machineFailures = (hash: string) =>
    history.filter((record) => record.spec_hash === hash && isInfrastructureFailure(record)).length;
  const failing = new Set(
    [...new Set(history.map(({ spec }) => encoderName(spec)))].filter((name) => {
      const tried = history.filter(
        (record) =>
          encoderName(record.spec) === name &&
          !isInfrastructureFailure(record) &&
          (record.status === 'succeeded' || record.status === 'failed'),
      );
      return tried.length >= PATIENCE && tried.slice(0, PATIENCE).every(({ status }) => status === 'failed');
    }),
  );
  const idle = new Set(twins(context).flatMap((pair) => withoutEffect(pair) ?? []));
  return ({ parameters, hash, ...named }) => {
    // What fails or has no effect alone does as another strategy's base layer too.
    const names = [encoderName(named), named.encoder];
    const isIdle = (parameter: string) => names.some((name) => idle.has(`${name} ${parameter}`));
    return (
      names.some((name) => failing.has(name)) ||
      machineFailures(hash) >= PATIENCE ||
      Object.keys(parameters).some(isIdle)
    );
  };
}

/** What would not beat the champion even in the good case of its forecast; of an unknown encoder that says nothing. */
function promisesNothing(context: PlanningContext): (candidate: Candidate) => boolean {
  const champion = currentChampion(context);
  const known = new Set(ratedRecords(context).map(({ spec }) => encoderName(spec)));
  return (candidate) =>
    champion !== undefined &&
    (known.has(encoderName(candidate)) || hasPrior(context.spaces, candidate)) &&
    forecastBdRate(context, candidate).p10 >= champion.bd_rate_percent;
}
