import type { Candidate } from './candidates.ts';
import { forecastBdRate } from './forecast.ts';
import type { Finding, PlanningContext } from './planning.ts';

/**
 * The arms of an iteration out of the open candidates, by what was found. One arm at most goes to each encoder unless
 * nothing else is open: comparing families teaches more than comparing neighbours, until one leads.
 */
export function chooseArms(
  context: PlanningContext,
  findings: readonly Finding[],
  open: readonly Candidate[],
): Candidate[] {
  const rule = findings[0]?.rule;
  const picks: Candidate[] = [];
  const take = (candidate: Candidate | undefined) => {
    if (candidate !== undefined && picks.length < context.arms && !picks.includes(candidate))
      picks.push(candidate);
  };
  const left = () => open.filter((candidate) => !picks.includes(candidate));
  const isAnchor = (candidate: Candidate) =>
    candidate.encoder === 'libx265' && candidate.parameters['preset'] === 'medium' && candidate.change === '';

  if (rule === 'no-baseline' || rule === 'clip-set-changed' || rule === 'instrumentation-fault') {
    // The anchor's own configuration must give a BD-rate of zero: the instrument is checked before it is believed.
    take(open.find(isAnchor));
    take(
      left().find(
        (candidate) => candidate.encoder === 'libx264' && candidate.parameters['preset'] === 'medium',
      ),
    );
  }
  const champion = context.summary.champion;
  if (rule === 'plateau' && champion !== null) {
    for (const candidate of left().filter(({ encoder }) => encoder !== champion.spec.encoder))
      take(candidate);
  }
  if (rule === 'rate-bound' && champion !== null) {
    // Half of the arms stay with the leader, one thing changed in each; the rest look elsewhere.
    for (const candidate of distinctChanges(left().filter(({ kind }) => kind === 'change')).slice(
      0,
      Math.ceil(context.arms / 2),
    ))
      take(candidate);
  }
  for (const candidate of onePerEncoder(left())) take(candidate);
  for (const candidate of left()) take(candidate);
  return picks.sort((a, b) => forecastBdRate(context, a).p50 - forecastBdRate(context, b).p50);
}

/** The first of each encoder, in the given order. */
function onePerEncoder(open: readonly Candidate[]): Candidate[] {
  return open.filter(
    (candidate, index) => open.findIndex(({ encoder }) => encoder === candidate.encoder) === index,
  );
}

/** The first of each changed parameter, so that one iteration does not spend itself on one knob. */
function distinctChanges(open: readonly Candidate[]): Candidate[] {
  const knob = ({ change }: Candidate) => change.split(' ').slice(0, -3).join(' ');
  return open.filter(
    (candidate, index) => open.findIndex((other) => knob(other) === knob(candidate)) === index,
  );
}
