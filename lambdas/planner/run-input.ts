import { ALL_SPACES, findEncoderSpace } from '../../codec-task/codecs/spaces.ts';
import { encoderName } from '../shared/encoder-name.ts';
import { InvalidRunInputError } from '../shared/errors.ts';
import { describeIssues } from '../shared/settings.ts';
import { parameterFaults } from '../shared/space.ts';
import { RunInput } from '../shared/workflow.ts';

/**
 * The workflow's input, complete. A person's explicit experiment is checked against its encoder's space.
 * @throws InvalidRunInputError naming the field and what is allowed
 */
export function parseRunInput(input: unknown): RunInput {
  const parsed = RunInput.safeParse(input ?? {});
  if (!parsed.success) {
    throw new InvalidRunInputError(
      `the input is not valid: ${describeIssues(parsed.error)}; allowed fields: ${Object.keys(RunInput.shape).join(', ')}`,
    );
  }
  const { experiment } = parsed.data;
  if (experiment === undefined) return parsed.data;
  const space = findEncoderSpace(experiment);
  if (space === undefined)
    throw new InvalidRunInputError(
      `experiment.encoder: there is no ${encoderName(experiment)}; allowed: ${ALL_SPACES.map(encoderName).join(', ')}`,
    );
  const faults = parameterFaults(space, experiment.parameters);
  if (faults.length > 0) throw new InvalidRunInputError(`experiment.parameters: ${faults.join('; ')}`);
  return parsed.data;
}
