import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareSource } from '../../../codec-task/media/source.ts';
import { findTools } from '../../../codec-task/media/tools.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;

/** A store of clips made on the spot, and what the task makes of them. */
export async function openClips() {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-media-'));
  const tools = await findTools(process.env);
  const store = new FileArtifactStore(join(folder, 'store'));
  await mkdir(join(folder, 'store'));
  const path = (file: string) => join(folder, 'store', file);
  /** Runs ffmpeg in the store's folder. */
  const ffmpeg = async (...args: string[]) =>
    await run(tools.ffmpeg, ['-hide_banner', '-v', 'error', '-nostdin', '-y', ...args], {
      cwd: join(folder, 'store'),
    });
  let count = 0;
  return {
    folder,
    tools,
    ffmpeg,
    path,
    /** Renders a test pattern of 25 frames per second to a file. */
    pattern: (file: string, seconds: number, ...args: string[]) =>
      ffmpeg('-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=25:duration=${seconds}`, ...args, file),
    write: (file: string, content: string | Uint8Array) => writeFile(path(file), content),
    /** The task's source of a stored clip, with the bytes of its frames. */
    prepare: async (key: string, frames = 10) => {
      const work = join(folder, `work-${++count}`);
      await mkdir(work);
      const clip = { kind: 'stored', name: 'holiday', key } as const;
      const { source, path } = await prepareSource({ tools, store, clip, frames, folder: work, signal });
      return { source, bytes: await readFile(path) };
    },
    /** The frames that ffmpeg itself decodes, converted by nothing but what the arguments say. */
    decoded: async (file: string, ...args: string[]) => {
      await ffmpeg('-i', file, ...args, '-f', 'rawvideo', 'decoded.raw');
      return readFile(path('decoded.raw'));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Bytes of a 160x90 frame. */
export const FRAME = 160 * 90 * 1.5;
