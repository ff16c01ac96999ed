import { InvalidArgumentError } from 'commander';
import { describeIssues } from '../../../lambdas/shared/settings.ts';
import { CampaignName } from '../../../lambdas/shared/spec.ts';
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
