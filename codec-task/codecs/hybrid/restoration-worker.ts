import { parentPort } from 'node:worker_threads';
import type { PictureSize } from '../../media/frames.ts';
import type { FrameRestoration } from '../decoder.ts';
import { readRestoration } from './restoration/coding.ts';
import { type RestoredPicture, Restorer, type Share } from './restoration/restorer.ts';
import { switchGrid } from './restoration/switch-coding.ts';

/** What the thread is asked for: to make ready for a clip, to take its next decoded frame, to give what is left. */
export type Question =
  | { readonly open: FrameRestoration & PictureSize; readonly share: Share }
  | { readonly frame: Uint8Array<ArrayBuffer> }
  | 'finish';

/** The pictures that a question has made ready, and the CPU time of this thread since the one before. */
export interface Answer {
  readonly pictures: readonly RestoredPicture[];
  readonly cpuSeconds: number;
}

let restorer: Promise<Restorer> | undefined;
let before = process.threadCpuUsage();

/** Restores frames in a thread of its own. What fails here ends the thread. */
parentPort?.on('message', async (question: Question) => {
  const pictures: RestoredPicture[] = [];
  const keep = ({ index, frame }: RestoredPicture) => pictures.push({ index, frame: frame.slice() });
  if (question !== 'finish' && 'open' in question) restorer = openRestorer(question.open, question.share);
  const opened = await restorer;
  if (opened === undefined) throw new Error('frames came before their restoration');
  if (question === 'finish') for (const picture of opened.finish()) keep(picture);
  else if ('frame' in question) for (const picture of opened.push(question.frame)) keep(picture);
  const answer: Answer = { pictures, cpuSeconds: sinceBefore() };
  parentPort?.postMessage(
    answer,
    pictures.map(({ frame }) => frame.buffer),
  );
});

function openRestorer(
  { description, frames, width, height }: FrameRestoration & PictureSize,
  share: Share,
): Promise<Restorer> {
  const size = { width, height };
  return Restorer.open(size, readRestoration(description, frames, switchGrid(size)), share);
}

function sinceBefore(): number {
  const now = process.threadCpuUsage();
  const microseconds = now.user + now.system - before.user - before.system;
  before = now;
  return microseconds / 1e6;
}
