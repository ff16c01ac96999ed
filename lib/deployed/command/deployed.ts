import { type Deployment, openDeployment } from '../deployment.ts';
import { inWords } from '../faults.ts';

/** What every command may be told. */
export interface StackOption {
  readonly stack: string;
}

/**
 * Does something with a deployed laboratory.
 * @returns exit code: what `act` gives, 0 for nothing.
 * @throws NamedError in one sentence where credentials, rights, stack or network are wanting.
 */
export async function withDeployment(
  { stack }: StackOption,
  act: (deployment: Deployment) => Promise<number | undefined>,
): Promise<number> {
  try {
    using deployment = await openDeployment(stack);
    return (await act(deployment)) ?? 0;
  } catch (error) {
    throw inWords(error);
  }
}
