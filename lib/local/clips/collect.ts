import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { MOST_CLIPS } from '../../../lambdas/shared/spec.ts';
import { UsageError } from '../usage-error.ts';

/** Files of a folder that count as videos; a file that is named itself may end in anything. */
const VIDEO_EXTENSIONS = [
  ...['.3gp', '.avi', '.flv', '.h264', '.h265', '.hevc', '.ivf', '.m2ts', '.m4v', '.mkv', '.mov', '.mp4'],
  ...['.mpeg', '.mpg', '.mts', '.mxf', '.ogv', '.ts', '.webm', '.wmv', '.y4m'],
];

/** `max(80)` of a clip's name in a spec. */
const LONGEST_NAME = 80;

/** Folders within a given one that say what their clips are for; they stay part of the name. */
const SETS = ['tune', 'validate', 'sealed'];

/** A video file that a person gave. */
export interface GivenClip {
  /** Name of the clip within its campaign, `validate/a.mkv` for one in such a folder. */
  readonly name: string;
  readonly path: string;
}

/**
 * The videos behind what a person gave: files as they are, of a folder those with a video's extension, sorted by name, and
 * those of its folders tune, validate and sealed.
 * @param most clips that are of use.
 * @throws UsageError when there are none, too many, two of one name, or an empty one.
 */
export function collectClips(paths: readonly string[], most: number = MOST_CLIPS): GivenClip[] {
  const clips = paths.flatMap(clipsOf);
  if (clips.length > most)
    throw new UsageError(`${clips.length} clips are too many: give at most ${most} files`);
  for (const [index, { name, path }] of clips.entries()) {
    const same = clips.findIndex((other) => other.name === name);
    if (same !== index)
      throw new UsageError(`${clips[same]?.path} and ${path} have the same name: rename one of them`);
    if (name.length > LONGEST_NAME)
      throw new UsageError(`the name of ${path} is longer than ${LONGEST_NAME} characters: rename the file`);
    if (statSync(path).size === 0) throw new UsageError(`${path} is empty: leave it out`);
  }
  return clips;
}

function clipsOf(given: string): GivenClip[] {
  const path = resolve(given);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`--clips ${given}: there is no such file or folder`);
  if (!found.isDirectory()) return [{ name: basename(path), path }];
  const clips = [
    ...videosIn(path).map((name) => ({ name, path: join(path, name) })),
    ...SETS.flatMap((set) =>
      videosIn(join(path, set)).map((name) => ({ name: `${set}/${name}`, path: join(path, set, name) })),
    ),
  ];
  if (clips.length > 0) return clips;
  throw new UsageError(
    `--clips ${given}: the folder holds no video (a file that ends in ${VIDEO_EXTENSIONS.join(' ')})`,
  );
}

/** Names of a folder's videos, sorted; none where there is no such folder. */
function videosIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && VIDEO_EXTENSIONS.includes(extname(entry.name).toLowerCase()))
    .map(({ name }) => name)
    .sort();
}

/** Name for the campaign of these clips: of the one file or folder given, or of the folder that holds the first of several. */
export function campaignNameFor(paths: readonly string[]): string {
  const [first = ''] = paths.map((path) => resolve(path));
  const named = paths.length === 1 ? first : dirname(first);
  const isFolder = statSync(named, { throwIfNoEntry: false })?.isDirectory() === true;
  const name = basename(named, isFolder ? '' : extname(named))
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'clips' : name;
}
