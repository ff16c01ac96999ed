import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, check, runCommand } from './check.ts';

/** Every `npm run` script and every `npm start -- ` option that the README names exists. */
export async function checkReadme(clone: string): Promise<Check[]> {
  const readme = await readFile(join(clone, 'README.md'), 'utf8');
  const { scripts } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const commands = [...readme.matchAll(/^(?: {4}|\s*)(npm (?:run \S+|start|test)[^\n`]*)/gm)].map(
    (match) => match[1] ?? '',
  );
  const helpOf = async (...words: string[]) =>
    (await runCommand('npm', ['start', '--silent', '--', ...words, '--help'], { cwd: clone })).output;
  const helps = [await helpOf(), await helpOf('measure'), await helpOf('compare'), await helpOf('verify')];
  const help = helps.join('\n');
  const faults = commands.flatMap((command) => faultsOf(command, scripts, help));
  return [
    check(
      'README commands exist',
      commands.length > 5 && faults.length === 0,
      faults.join('; ') || `${commands.length} commands`,
    ),
  ];
}

function faultsOf(command: string, scripts: Record<string, string>, help: string): string[] {
  const [words = ''] = command.split(/\s+#/);
  const script = /^npm run (\S+)/.exec(words)?.[1];
  if (script !== undefined) return scripts[script] === undefined ? [`no script ${script}`] : [];
  const options = [...words.matchAll(/\s(--[a-z-]+)/g)].map((match) => match[1] ?? '');
  return options
    .filter((option) => option !== '--' && !help.includes(option))
    .map((option) => `no option ${option}`);
}
