import { access, constants, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { type Environment, optional } from '../../lambdas/shared/environment.ts';
import { ENVIRONMENT } from '../../lambdas/shared/names.ts';
import { FfmpegMissingError } from './tool-errors.ts';

/** Absolute paths of the two media programs. */
export interface Tools {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

/**
 * Finds ffmpeg by `FFMPEG_PATH`, then on PATH; ffprobe beside it, then on PATH.
 * @throws FfmpegMissingError
 */
export async function findTools(environment: Environment): Promise<Tools> {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const given = optional(environment, ENVIRONMENT.ffmpegPath);
  if (given !== undefined && !(await isExecutable(given))) {
    throw new FfmpegMissingError(`FFMPEG_PATH is ${given}, which is no program that can be run`);
  }
  const ffmpeg = given ?? (await firstExecutable(folders.map((folder) => join(folder, 'ffmpeg'))));
  if (ffmpeg === undefined) throw new FfmpegMissingError('there is no ffmpeg on PATH');
  const ffprobe = await firstExecutable(
    [dirname(ffmpeg), ...folders].map((folder) => join(folder, 'ffprobe')),
  );
  if (ffprobe === undefined) throw new FfmpegMissingError(`there is no ffprobe beside ${ffmpeg} or on PATH`);
  return { ffmpeg, ffprobe };
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await isExecutable(path)) return path;
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
