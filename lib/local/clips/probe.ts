import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { CLIP_GUARD, isOtherFormat } from '../../../lambdas/shared/clip-guard.ts';
import type { Environment } from '../../../lambdas/shared/environment.ts';
import { ENVIRONMENT } from '../../../lambdas/shared/names.ts';
import { UsageError } from '../usage-error.ts';
import type { GivenClip } from './collect.ts';

/** Seconds that ffprobe may look at one file. */
const PATIENCE_SECONDS = 30;

/**
 * Refuses a file in which ffprobe finds no picture, before a campaign gets it for good.
 * @throws UsageError
 */
export async function assertVideo({ path }: GivenClip, environment: Environment): Promise<void> {
  const args = [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-show_entries',
    'stream=codec_type',
    '-of',
    'csv=p=0',
  ];
  const found = await execa(ffprobe(environment), [...args, ...CLIP_GUARD, `file:${path}`], {
    reject: false,
    stdin: 'ignore',
    timeout: PATIENCE_SECONDS * 1000,
  });
  if (found.code === 'ENOENT')
    throw new UsageError('there is no ffprobe on PATH: install ffmpeg, which brings it, or set FFMPEG_PATH');
  if (found.exitCode === 0 && found.stdout.startsWith('video')) return;
  const reason = found.timedOut
    ? `ffprobe found nothing in ${PATIENCE_SECONDS} seconds`
    : found.exitCode === 0
      ? 'it has no video stream'
      : isOtherFormat(found.stderr)
        ? 'it is no file of a video format'
        : (found.stderr.trim().split('\n').at(-1) ?? '');
  throw new UsageError(`${path} is no video that ffmpeg can read (${reason}): leave it out`);
}

/** Beside the ffmpeg that was given, else on PATH. */
function ffprobe(environment: Environment): string {
  const given = environment[ENVIRONMENT.ffmpegPath];
  const beside = given ? join(dirname(given), 'ffprobe') : '';
  return existsSync(beside) ? beside : 'ffprobe';
}
