import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, check, runCommand } from './check.ts';

/** `npx cdk synth` without network (a network namespace of its own where that is permitted), credentials or Docker. */
export async function checkSynthesis(clone: string): Promise<Check[]> {
  await runCommand('npm', ['run', 'setup'], { cwd: clone });
  const offline = (await runCommand('unshare', ['--net', 'true'], { cwd: clone })).exitCode === 0;
  const synth = ['npx', 'cdk', 'synth', '--quiet', '--output', 'accept.out'];
  const [command = 'npx', ...args] = offline ? ['unshare', '--net', ...synth] : synth;
  const run = await runCommand(command, args, {
    cwd: clone,
    bareEnvironment: true,
    // Neither AWS credentials nor a Docker socket: DOCKER_HOST points where nothing listens.
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: join(clone, 'accept.out'),
      DOCKER_HOST: 'tcp://127.0.0.1:1',
    },
  });
  await rm(join(clone, 'accept.out'), { recursive: true, force: true });
  const how = offline
    ? 'without network, credentials or Docker'
    : 'without credentials or Docker (no namespace to cut the network)';
  return [
    check('npx cdk synth', run.exitCode === 0, `exit ${run.exitCode} in ${run.seconds.toFixed(1)} s, ${how}`),
  ];
}
