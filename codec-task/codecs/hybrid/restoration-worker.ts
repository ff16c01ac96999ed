import { parentPort } from 'node:worker_threads';
import type { PictureSize } from '../../media/frames.ts';
import type { FrameRestoration } from '../decoder.ts';
import { PictureMaker } from './picture-maker.ts';
import type { RestoredPicture, Share } from './restoration/restorer.ts';

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

let maker: Promise<PictureMaker> | undefined;
let before = process.threadCpuUsage();

/** Makes a clip's pictures of decoded frames in a thread of its own. What fails here ends the thread. */
parentPort?.on('message', async (question: Question) => {
  const pictures: RestoredPicture[] = [];
  const keep = ({ index, frame }: RestoredPicture) => pictures.push({ index, frame: frame.slice() });
  if (question !== 'finish' && 'open' in question)
    maker = PictureMaker.open(question.open, question.open, question.share);
  const opened = await maker;
  if (opened === undefined) throw new Error('frames came before their restoration');
  if (question === 'finish') for (const picture of opened.finish()) keep(picture);
  else if ('frame' in question) for (const picture of opened.push(question.frame)) keep(picture);
  const answer: Answer = { pictures, cpuSeconds: sinceBefore() };
  parentPort?.postMessage(
    answer,
    pictures.map(({ frame }) => frame.buffer),
  );
});

function sinceBefore(): number {
  const now = process.threadCpuUsage();
  const microseconds = now.user + now.system - before.user - before.system;
  before = now;
  return microseconds / 1e6;
}
