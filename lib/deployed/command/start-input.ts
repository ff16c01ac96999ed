import { readFileSync } from 'node:fs';
import type { Encoder, Strategy } from '../../../lambdas/shared/names.ts';
import { describeIssues } from '../../../lambdas/shared/settings.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { RunInput } from '../../../lambdas/shared/workflow.ts';
import { UsageError } from '../../local/usage-error.ts';
import type { GivenInput } from '../../local/workflow.ts';

/** What a person may choose for a run; absent: what the deployment says. */
export interface StartChoice {
  /** File with the whole input as JSON; the others then change single fields of it. */
  readonly input?: string;
  readonly campaign?: string;
  readonly arms?: number;
  readonly seed?: number;
  /** Without a codec the iteration plans with this strategy alone; with one it is the experiment's. */
  readonly strategy?: Strategy;
  /** One experiment, exactly this. */
  readonly codec?: Encoder;
  readonly param?: Parameters;
  readonly resume?: true;
  readonly dryRun?: true;
}

/**
 * The workflow's input, checked before anything is started.
 * @throws UsageError
 */
export function startInput(choice: StartChoice): GivenInput {
  const { input, campaign, arms, seed, strategy, resume, dryRun } = choice;
  const experiment = experimentOf(choice);
  const whole = {
    ...(input === undefined ? {} : readInput(input)),
    ...(campaign !== undefined && { campaign }),
    ...(arms !== undefined && { arms }),
    ...(seed !== undefined && { seed }),
    ...(experiment !== undefined ? { experiment } : strategy !== undefined && { strategy }),
    ...(resume && { resume }),
    ...(dryRun && { dryRun }),
  };
  const parsed = RunInput.safeParse(whole);
  if (parsed.success) return whole;
  throw new UsageError(`${input ?? 'the input'} starts no run: ${describeIssues(parsed.error)}`);
}

function experimentOf({ strategy, codec, param }: StartChoice) {
  if (codec === undefined) {
    if (param === undefined) return undefined;
    throw new UsageError('--param is a setting of one codec: say with --codec of which');
  }
  return {
    encoder: codec,
    ...(strategy !== undefined && { strategy }),
    ...(param !== undefined && { parameters: param }),
  };
}

function readInput(path: string): object {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--input ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new UsageError(`--input ${path} holds no JSON object, for example {"campaign":"default","arms":3}`);
}
