import type { Terminal } from '../../local/terminal.ts';
import { LOG_SOURCES, type LogSource } from '../deployment.ts';
import { findExecution } from '../executions.ts';
import { type LogLine, logLines } from '../log-lines.ts';
import { type StackOption, withDeployment } from './deployed.ts';

export interface LogOptions extends StackOption {
  /** Whose lines; absent: of all three. */
  readonly of?: LogSource;
  /** Warnings and errors only. */
  readonly errors?: true;
}

/** Log lines may come a little after what they tell of. */
const AFTERMATH_MS = 120_000;
const NOT_INFO = '{ $.level = "error" || $.level = "warning" || $.level = "ERROR" || $.level = "WARN" }';

/** Prints what planner, tasks and recorder said during a run, in the order of time. @returns exit code. */
export function logs(
  { run, of, errors, ...options }: LogOptions & { readonly run?: string | undefined },
  terminal: Terminal,
): Promise<number> {
  return withDeployment(options, async (deployment) => {
    const { name, startedAt, endedAt } = await findExecution(deployment, run);
    const query = {
      from: startedAt,
      until: endedAt && new Date(endedAt.getTime() + AFTERMATH_MS),
      pattern: errors && NOT_INFO,
    };
    const sources = of === undefined ? LOG_SOURCES : [of];
    const found = await Promise.all(sources.map((source) => logLines(deployment, { source, ...query })));
    const lines = found.flat().sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const line of lines) terminal.say(shown(line));
    if (lines.length === 0)
      terminal.say(`${name} has left no ${errors ? 'warnings or errors' : 'log lines'}`);
    return undefined;
  });
}

/** Time, writer, experiment and words of a structured line; any other line as it is. */
function shown({ at, source, text }: LogLine): string {
  const { level = '', experiment_id = '', message = text } = fieldsOf(text);
  const arm = experiment_id === '' ? '' : `${experiment_id}  `;
  const alarm = /^(error|warn)/i.test(level) ? `${level.toLowerCase()}: ` : '';
  return `${at.toISOString().slice(11, 19)}  ${source.padEnd(8)}  ${arm}${alarm}${message}`;
}

function fieldsOf(text: string): { level?: string; experiment_id?: string; message?: string } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
