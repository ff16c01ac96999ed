import { InvalidArgumentError } from 'commander';
import { ENCODERS, type Encoder } from '../../../lambdas/shared/names.ts';
import { describeIssues } from '../../../lambdas/shared/settings.ts';
import { CampaignName, type Parameters } from '../../../lambdas/shared/spec.ts';
import { ManualExperiment } from '../../../lambdas/shared/workflow.ts';

/** Parser of a whole number within a range. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
  };
}

/** Parser of a campaign's name. */
export function campaignName(text: string): string {
  const parsed = CampaignName.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`${describeIssues(parsed.error).replace(/^value: /, '')}.`);
}

/** Parser of an experiment as JSON. */
export function manualExperiment(text: string): ManualExperiment {
  const example = 'for example {"encoder":"libsvtav1","parameters":{"preset":6}}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(`It is no JSON; give ${example}.`);
  }
  const parsed = ManualExperiment.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`${describeIssues(parsed.error)}; give ${example}.`);
}

/** Parser of a codec's name. */
export function encoderName(text: string): Encoder {
  const encoder = ENCODERS.find((name) => name === text);
  if (encoder !== undefined) return encoder;
  throw new InvalidArgumentError(`The codecs are ${ENCODERS.join(', ')}.`);
}

/** Parser of a setting by its key in a deployment, `key=value`; which there are and what they may be is checked later. */
export function contextValue(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError('Give a key and a value, for example llmEffort=high.');
  if (Object.hasOwn(before, key)) throw new InvalidArgumentError(`${key} is given twice.`);
  return { ...before, [key]: value };
}

/** Parser of `name=value`, given once for each parameter. Numbers and true, false, on, off are read as what they are. */
export function parameter(text: string, before: Parameters = {}): Parameters {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('Give a name and a value, for example preset=6.');
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`${name} is given twice.`);
  return { ...before, [name]: parameterValue(value) };
}

const FLAGS: Readonly<Record<string, boolean>> = { true: true, on: true, false: false, off: false };

function parameterValue(text: string): string | number | boolean {
  const number = Number(text);
  return FLAGS[text] ?? (text.trim() === '' || Number.isNaN(number) ? text : number);
}
