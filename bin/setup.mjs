// Sets up what is missing and then runs a command with the project's own Node. Plain JavaScript without dependencies:
// it must run on the Node 20 of a fresh machine, before anything is installed.
//   node bin/setup.mjs                 set up only
//   node bin/setup.mjs run COMMAND...  set up, then run COMMAND (a program of node_modules/.bin first)
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileKernels } from './kernels.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(ROOT, 'node_modules', '.bin');
const REQUIRED_NODE = 24;

/** A fault that a person can mend: one sentence, no stack. */
class SetupError extends Error {}

const say = (text) => process.stderr.write(`set-up: ${text}\n`);

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', ...options });
}

/** npm writes node_modules/.package-lock.json last, so it is newer than the lockfile exactly after a whole install. */
function packagesAreCurrent() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  return (
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs
  );
}

function installPackages() {
  if (packagesAreCurrent()) return;
  say('installing packages (npm ci), about a minute');
  const { status } = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new SetupError('npm ci failed: mend what it says above, then run the same command again');
}

function assertNode() {
  const { stdout } = run(join(BIN, 'node'), ['--version']);
  const version = (stdout ?? '').trim();
  if (Number(version.slice(1).split('.')[0]) !== REQUIRED_NODE) {
    throw new SetupError(
      `scripts would run Node ${version || '(none)'} instead of ${REQUIRED_NODE}: npm was told not to run install scripts; type: npm install-scripts approve node && npm ci`,
    );
  }
}

function findOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** FFMPEG_PATH, then PATH, then the system's package manager. */
function installFfmpeg() {
  const given = process.env.FFMPEG_PATH;
  if (given) {
    if (isExecutable(given)) return;
    throw new SetupError(
      `FFMPEG_PATH is ${given}, which is no program that can be run: correct it, or unset it to use the ffmpeg on PATH`,
    );
  }
  if (findOnPath('ffmpeg') && findOnPath('ffprobe')) return;
  if (process.platform === 'darwin' && findOnPath('brew'))
    return installWith('brew install ffmpeg', [['brew', 'install', 'ffmpeg']]);
  const apt = aptGet();
  if (apt !== undefined) {
    return installWith('apt-get install ffmpeg', [
      [...apt, 'update', '-qq'],
      [...apt, 'install', '-y', '-qq', '--no-install-recommends', 'ffmpeg'],
    ]);
  }
  throw new SetupError(
    `ffmpeg is missing; type: ${process.platform === 'darwin' ? 'brew install ffmpeg' : 'sudo apt-get update && sudo apt-get install -y ffmpeg'} (or set FFMPEG_PATH to one that you have)`,
  );
}

/**
 * bubblewrap keeps decodes apart from everything else; without it the lab uses weaker means and says so. Where installing it
 * fails it is not tried again until the packages are installed anew.
 */
function installBubblewrap() {
  const failed = join(ROOT, 'node_modules', '.bubblewrap-not-installed');
  if (findOnPath('bwrap') || isExecutable('/usr/bin/bwrap') || existsSync(failed)) return;
  const apt = aptGet();
  if (apt === undefined) return;
  say('bubblewrap is missing, so this installs it: apt-get install bubblewrap');
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'bubblewrap'],
  ];
  const limits = { stdio: 'ignore', timeout: 300_000 };
  if (steps.every((args) => run(apt[0], [...apt.slice(1), ...args], limits).status === 0)) return;
  say('that did not work: decodes are kept apart by weaker means');
  writeFileSync(failed, '');
}

/** How apt-get is run without questions; undefined where it is not there or may not be used. */
function aptGet() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const mayInstall = asRoot.length === 0 || (findOnPath('sudo') && run('sudo', ['-n', 'true']).status === 0);
  if (!findOnPath('apt-get') || !mayInstall) return undefined;
  return [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
}

function installWith(what, commands) {
  say(`ffmpeg is missing, so this installs it: ${what}`);
  for (const [program, ...args] of commands) {
    if (run(program, args, { stdio: ['ignore', 'ignore', 2] }).status !== 0) {
      throw new SetupError(`${what} failed: install ffmpeg by hand, or set FFMPEG_PATH to one that you have`);
    }
  }
}

function runCommand([program, ...args]) {
  const own = join(BIN, program);
  const child = spawn(existsSync(own) ? own : program, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}` },
  });
  // A terminal sends Ctrl-C to both processes; a supervisor sends SIGTERM to this one only.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    say(`cannot run ${program}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

try {
  installPackages();
  assertNode();
  if (!compileKernels(say))
    throw new SetupError('the kernels could not be compiled: mend what it says above');
  installFfmpeg();
  if (process.platform === 'linux') installBubblewrap();
  const [verb, ...command] = process.argv.slice(2);
  if (verb === 'run') runCommand(command);
  else say('everything is in place');
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
