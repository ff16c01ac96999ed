import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const LAB = fileURLToPath(new URL('../../bin/lab.ts', import.meta.url));

/** The local command as a process, its output in a pipe. */
export interface LabCommand {
  readonly child: ChildProcess;
  /** Everything printed so far, both outputs in order. */
  output(): string;
  /** Resolves once the output contains a text. @throws when the command ends before. */
  until(text: string): Promise<void>;
  /** Resolves when the command has ended. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly output: string }>;
}

/** Starts the local command. No key of the developer's reaches it. */
export function startLab(...words: string[]): LabCommand {
  const { PATH, TMPDIR, HOME } = process.env;
  const child = spawn(process.execPath, [LAB, ...words], {
    env: { PATH, ...(TMPDIR && { TMPDIR }), ...(HOME && { HOME }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode, output }));
  const until = (text: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => output.includes(text) && resolve();
    listeners.add(look);
    look();
    void ended.then(() => reject(new Error(`the command ended without "${text}":\n${output}`)));
    return promise.finally(() => listeners.delete(look));
  };
  return { child, output: () => output, until, ended };
}

/** Runs the local command to its end. */
export function runLab(...words: string[]): LabCommand['ended'] {
  return startLab(...words).ended;
}
