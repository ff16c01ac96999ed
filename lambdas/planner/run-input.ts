import { encoderName } from '../shared/encoder-name.ts';
import { InvalidRunInputError } from '../shared/errors.ts';
import { describeIssues } from '../shared/settings.ts';
import { type EncoderSpace, findSpace, parameterFaults } from '../shared/space.ts';
import { RunInput } from '../shared/workflow.ts';

/**
 * The workflow's input, complete. A person's explicit experiment is checked against its encoder's space.
 * @throws InvalidRunInputError naming the field and what is allowed
 */
export function parseRunInput(input: unknown, spaces: readonly EncoderSpace[]): RunInput {
  const parsed = RunInput.safeParse(input ?? {});
  if (!parsed.success) {
    throw new InvalidRunInputError(
      `the input is not valid: ${describeIssues(parsed.error)}; allowed fields: ${Object.keys(RunInput.shape).join(', ')}`,
    );
  }
  const { experiment, strategy } = parsed.data;
  if (experiment === undefined) {
    if (strategy !== undefined) requireStrategy(strategy, spaces);
    return parsed.data;
  }
  if (strategy !== undefined)
    throw new InvalidRunInputError('strategy: the experiment names its own; leave one of the two out');
  const space = findSpace(spaces, experiment);
  if (space === undefined)
    throw new InvalidRunInputError(
      `experiment.encoder: there is no ${encoderName(experiment)}; allowed: ${spaces.map(encoderName).join(', ')}`,
    );
  const faults = parameterFaults(space, experiment.parameters);
  if (faults.length > 0) throw new InvalidRunInputError(`experiment.parameters: ${faults.join('; ')}`);
  return parsed.data;
}

function requireStrategy(strategy: string, spaces: readonly EncoderSpace[]): void {
  const allowed = [...new Set(spaces.map((space) => space.strategy))];
  if (!allowed.includes(strategy))
    throw new InvalidRunInputError(`strategy: there is no ${strategy}; allowed: ${allowed.join(', ')}`);
}
