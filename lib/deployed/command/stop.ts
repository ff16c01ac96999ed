import type { Terminal } from '../../local/terminal.ts';
import { UsageError } from '../../local/usage-error.ts';
import { findExecution, stopExecution } from '../executions.ts';
import { type StackOption, withDeployment } from './deployed.ts';

/** Ends the running iteration, or the one that is named. @returns exit code. */
export function stop(
  { run, ...options }: StackOption & { readonly run?: string | undefined },
  terminal: Terminal,
): Promise<number> {
  return withDeployment(options, async (deployment) => {
    const execution = await findExecution(deployment, run);
    const { name, status } = execution;
    if (status !== 'RUNNING')
      throw new UsageError(
        run === undefined
          ? `nothing is running; the newest run, ${name}, has ended (${status.toLowerCase()})`
          : `${name} is not running (${status.toLowerCase()})`,
      );
    await stopExecution(deployment, execution);
    terminal.say(
      `${name} is stopped and its tasks are ended with it; the next iteration records what they left as abandoned`,
    );
    return undefined;
  });
}
