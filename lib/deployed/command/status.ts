import { tellCampaigns } from '../../local/command/status.ts';
import { clock } from '../../local/report/format.ts';
import type { Terminal } from '../../local/terminal.ts';
import { type Execution, recentExecutions } from '../executions.ts';
import { type StackOption, withDeployment } from './deployed.ts';

/** How many runs are listed. */
const SHOWN_RUNS = 5;

/** Prints the newest runs and what the campaigns have come to. @returns exit code. */
export function status(
  { campaign, ...options }: StackOption & { readonly campaign?: string },
  terminal: Terminal,
): Promise<number> {
  return withDeployment(options, async (deployment) => {
    const runs = await recentExecutions(deployment, SHOWN_RUNS);
    const now = new Date();
    terminal.say(runs.length === 0 ? 'nothing has run here yet' : 'Newest runs');
    for (const run of runs) terminal.say(`  ${runLine(run, now)}`);
    terminal.say('');
    await tellCampaigns(deployment.tables, { ...(campaign && { campaign }), isDeployed: true }, terminal);
    return undefined;
  });
}

function runLine({ name, status: state, startedAt, endedAt }: Execution, now: Date): string {
  const seconds = ((endedAt ?? now).getTime() - startedAt.getTime()) / 1000;
  const words = endedAt === undefined ? 'for' : 'after';
  const begun = startedAt.toISOString().slice(0, 16).replace('T', ' ');
  return `${name}  ${begun} UTC  ${state.toLowerCase().replaceAll('_', ' ')} ${words} ${clock(seconds)}`;
}
