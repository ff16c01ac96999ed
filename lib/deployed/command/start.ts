import { listenForStop } from '../../local/command/stop-signals.ts';
import type { Terminal } from '../../local/terminal.ts';
import { findExecution, startExecution } from '../executions.ts';
import { type StackOption, withDeployment } from './deployed.ts';
import { type StartChoice, startInput } from './start-input.ts';
import { watchExecution } from './watch.ts';

export interface StartOptions extends StackOption, StartChoice {
  /** Whether to watch it to its end, as a dry run always is. */
  readonly watch?: true;
}

/** Starts an iteration. @returns exit code: 0 for one that was started, or watched to a good end. */
export function start(options: StartOptions, terminal: Terminal): Promise<number> {
  const input = startInput(options);
  return withDeployment(options, async (deployment) => {
    using signals = listenForStop();
    const name = await startExecution(deployment, input, new Date());
    terminal.say(
      `started ${name}: npm run aws -- watch ${name} shows it, npm run aws -- stop ${name} ends it`,
    );
    if (options.watch !== true && input.dryRun !== true) return 0;
    return watchExecution(deployment, await findExecution(deployment, name), signals, terminal);
  });
}
