import { encoderName, isSameEncoder } from '../encoder-name.ts';
import type { ExperimentSpec, Parameters } from '../spec.ts';

/** Characters that a direction or a change takes at most. */
const LONGEST = 200;

/**
 * The direction of the search that an experiment goes in: its encoder and the names of what it changes against the champion
 * of its time, the encoder alone where that was another one.
 */
export function directionOf(spec: ExperimentSpec): string {
  const names = changedNames(spec);
  return `${encoderName(spec)}${names.length === 0 ? '' : `: ${names.join(', ')}`}`.slice(0, LONGEST);
}

/** The same with the values, `libsvtav1: film_grain=8`; of another encoder than the champion's the whole configuration. */
export function changeOf(spec: ExperimentSpec): string {
  const { parameters } = spec;
  const names = changedNames(spec);
  const values = names.length > 0 ? names : Object.keys(parameters).sort();
  const words = values.map((name) => `${name}=${String(parameters[name] ?? 'default')}`);
  return `${encoderName(spec)}${words.length === 0 ? '' : `: ${words.join(', ')}`}`.slice(0, LONGEST);
}

function changedNames(spec: ExperimentSpec): string[] {
  const { parameters, control } = spec;
  if (control === undefined || !isSameEncoder(control, spec)) return [];
  const before: Parameters = control.parameters;
  return Object.keys({ ...before, ...parameters })
    .filter((name) => before[name] !== parameters[name])
    .sort();
}
