import { type Command, CommanderError } from 'commander';
import { NamedError } from '../../../lambdas/shared/errors.ts';
import { type Terminal, terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { labProgram } from './program.ts';

/** Exit code of a command that cannot be carried out as it was typed. */
const USAGE_EXIT = 2;
const FAULT_EXIT = 1;

/**
 * Carries out what a person typed.
 * @param words arguments without program and script.
 * @param build the commands that there are.
 * @returns exit code; a fault that a person can mend is one sentence on standard error.
 */
export async function main(
  words: readonly string[],
  build: (terminal: Terminal, end: (exitCode: number) => void) => Command = labProgram,
): Promise<number> {
  let exitCode = 0;
  const program = build(terminal(process.stdout), (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ outputError: () => {} });
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      return refuse(sentence(error, program.name()), USAGE_EXIT);
    }
    if (error instanceof UsageError) return refuse(error.message, USAGE_EXIT);
    if (error instanceof NamedError) return refuse(error.message, FAULT_EXIT);
    throw error;
  }
}

function sentence({ code, message }: CommanderError, called: string): string {
  if (code === 'commander.excessArguments')
    return `${message.replace(/^.*: (.+?)\.?$/s, '$1')} is no command: ${called} --help lists them`;
  return message.replace(/^error: /, '').replaceAll('\n', ' ');
}

function refuse(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
