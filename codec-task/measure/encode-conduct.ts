import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import { BITSTREAM_NAME, type Encoded } from '../codecs/codec.ts';
import { CheckFailedError } from './check-failed.ts';

/** How things stood before an encode. */
export interface Before {
  readonly environment: string;
  readonly source: string;
  readonly milliseconds: number;
}

/** File systems and clocks differ by up to this much. */
const CLOCK_TOLERANCE_MILLISECONDS = 2_000;

/** @param sourcePath absolute path of the raw source. */
export async function beforeEncode(sourcePath: string): Promise<Before> {
  return {
    environment: JSON.stringify(process.env),
    source: await identityOf(sourcePath),
    milliseconds: Date.now(),
  };
}

/**
 * Holds what an encode left against what it may leave.
 * @returns files that nobody declared, absolute, where that is not checked
 * @throws CheckFailedError
 */
export async function requireConduct(
  before: Before,
  encoded: Encoded,
  folder: string,
  sourcePath: string,
  checks: ReadonlySet<CheckName>,
): Promise<string[]> {
  if (checks.has('source-unchanged') && (await identityOf(sourcePath)) !== before.source)
    throw new CheckFailedError('source-unchanged', 'the source was changed or replaced during the encode');
  if (checks.has('clean-environment') && JSON.stringify(process.env) !== before.environment)
    throw new CheckFailedError('clean-environment', 'the encode changed the environment variables');
  const status = await statusOf(encoded.path);
  if (checks.has('plain-bytes') && !status.isFile())
    throw new CheckFailedError('plain-bytes', 'the bitstream is a link or no file');
  if (checks.has('neutral-name') && basename(encoded.path) !== BITSTREAM_NAME)
    throw new CheckFailedError(
      'neutral-name',
      `the bitstream is called ${basename(encoded.path).slice(0, 80)}, not ${BITSTREAM_NAME}`,
    );
  if (checks.has('neutral-time') && !isRecent(status.mtimeMs, before.milliseconds))
    throw new CheckFailedError(
      'neutral-time',
      `the bitstream is dated ${status.mtime.toISOString()}, which is not when it was encoded`,
    );
  if (checks.has('bitstream-not-empty') && status.size === 0)
    throw new CheckFailedError('bitstream-not-empty', 'the bitstream has no bytes');
  const declared = new Set([encoded.path, ...encoded.sideFiles]);
  const stray = (await readdir(folder))
    .map((name) => join(folder, name))
    .filter((path) => !declared.has(path));
  if (checks.has('declared-files') && stray.length > 0)
    throw new CheckFailedError(
      'declared-files',
      `the encode left ${stray.length} files that it did not declare, such as ${basename(stray[0] ?? '').slice(0, 80)}`,
    );
  return stray;
}

async function statusOf(path: string): Promise<Stats> {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new CheckFailedError('plain-bytes', `the encode left no file ${basename(path).slice(0, 80)}`);
  });
}

/** Changes with every write: the time of the last change of a file's status cannot be set. */
async function identityOf(path: string): Promise<string> {
  const { ino, size, ctimeMs, mtimeMs } = await lstat(path);
  return [ino, size, ctimeMs, mtimeMs].join(' ');
}

function isRecent(milliseconds: number, started: number): boolean {
  return (
    milliseconds >= started - CLOCK_TOLERANCE_MILLISECONDS &&
    milliseconds <= Date.now() + CLOCK_TOLERANCE_MILLISECONDS
  );
}
