import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { SourceFrames } from '../../codecs/codec.ts';
import type { FrameScores } from '../../quality/frame-comparison.ts';
import { planePsnr, planesPsnr, psnrYuv } from '../../quality/psnr.ts';
import { CheckFailedError } from '../check-failed.ts';
import { type Answer, ComparisonThread, type FramePair } from './comparison-thread.ts';
import type { Quality, QualityMeter, QualityMeterRequest } from './quality.ts';
import { openReferenceMetrics, type ReferenceMetrics } from './reference-metrics.ts';
import { Resemblances } from './resemblance.ts';

/** Pairs of frames in memory: one is compared while the next is decoded. */
const PAIRS = 2;

/** A meter that reads the source in step with the frames it is given: one pass, two frames of each in memory. */
export async function openQualityMeter(request: QualityMeterRequest): Promise<QualityMeter> {
  const file = await open(request.source.path);
  return new SteppingMeter(request.source, file, openReferenceMetrics(request));
}

class SteppingMeter implements QualityMeter {
  readonly #source: SourceFrames;
  readonly #thread: ComparisonThread;
  readonly #file: FileHandle;
  readonly #reference: ReferenceMetrics | undefined;
  readonly #sourceHash: Hash = createHash('sha256');
  readonly #scores: FrameScores[] = [];
  readonly #resemblances = new Resemblances();
  /** What each pair waits for before it may be filled again. */
  readonly #free: Promise<void>[] = Array.from({ length: PAIRS }, () => Promise.resolve());
  #added = 0;
  #closed = false;

  constructor(source: SourceFrames, file: FileHandle, reference: ReferenceMetrics | undefined) {
    this.#source = source;
    this.#thread = new ComparisonThread(source, PAIRS);
    this.#file = file;
    this.#reference = reference;
  }

  async add(frame: Uint8Array): Promise<void> {
    const fed = this.#reference?.add(frame);
    const index = this.#added++;
    const turn = index % PAIRS;
    await this.#free[turn];
    const { decoded, source } = this.#pair(turn);
    decoded.set(frame);
    await this.#readSource(source, index);
    const compared = this.#thread.compare(turn).then((answer) => this.#take(answer));
    // Awaited when its memory is needed next.
    compared.catch(() => {});
    this.#free[turn] = compared;
    await fed;
  }

  async finish(): Promise<Quality> {
    await Promise.all(this.#free);
    // A decode that ended early leaves the rest of the source unread; its hash is that of all of it.
    for (let index = this.#added; index < this.#source.frames; index++)
      await this.#readSource(this.#pair(0).source, index);
    const reference = (await this.#reference?.finish()) ?? { xpsnr: null, vmaf: null, vmafNeg: null };
    return {
      ...overFrames(this.#scores, this.#source),
      ...reference,
      sourceSha256: this.#sourceHash.digest('hex'),
      resembles: this.#resemblances.finish(),
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#thread.close();
    await this.#file.close();
    await this.#reference?.close();
  }

  #pair(turn: number): FramePair {
    return this.#thread.pairs[turn] as FramePair;
  }

  #take({ scores, means }: Answer): void {
    this.#scores.push(scores);
    this.#resemblances.add(means.decoded, means.source);
  }

  async #readSource(into: Uint8Array, index: number): Promise<void> {
    for (let read = 0; read < into.length; ) {
      const at = index * into.length + read;
      const { bytesRead } = await this.#file.read(into, read, into.length - read, at);
      if (bytesRead === 0)
        throw new CheckFailedError(
          'source-unchanged',
          `the source has only ${index} of ${this.#source.frames} frames now`,
        );
      read += bytesRead;
    }
    this.#sourceHash.update(into);
  }
}

function overFrames(scores: readonly FrameScores[], size: SourceFrames) {
  const mean = (pick: (score: FrameScores) => number) =>
    scores.reduce((sum, score) => sum + pick(score), 0) / scores.length;
  const psnr = scores.map(({ squaredErrors }) => planesPsnr([...squaredErrors], size));
  const meanOf = (plane: 0 | 1 | 2) => psnr.reduce((sum, planes) => sum + planes[plane], 0) / psnr.length;
  const [psnrY, psnrU, psnrV] = [meanOf(0), meanOf(1), meanOf(2)];
  const ofMeanError = (plane: 0 | 1 | 2, samples: number) =>
    planePsnr(
      mean(({ squaredErrors }) => squaredErrors[plane]),
      samples,
    );
  const luma = size.width * size.height;
  return {
    psnrY,
    psnrU,
    psnrV,
    psnrYuv: psnrYuv(psnrY, psnrU, psnrV),
    psnrYuvOfMeanError: psnrYuv(ofMeanError(0, luma), ofMeanError(1, luma / 4), ofMeanError(2, luma / 4)),
    ssim: mean(({ ssim }) => ssim),
    msSsim: mean(({ msSsim }) => msSsim),
  };
}
