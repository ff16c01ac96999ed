import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { SourceFrames } from '../../codecs/codec.ts';
import { CheckFailedError } from '../check-failed.ts';
import { FrameComparison, type FrameScores, planesPsnr } from './frame-comparison.ts';
import { planePsnr, psnrYuv } from './psnr.ts';
import type { Quality, QualityMeter, QualityMeterRequest } from './quality.ts';
import { openReferenceMetrics, type ReferenceMetrics } from './reference-metrics.ts';
import { Resemblances } from './resemblance.ts';

/** A meter that reads the source in step with the frames it is given: one pass, one frame of each in memory. */
export async function openQualityMeter(request: QualityMeterRequest): Promise<QualityMeter> {
  const comparison = await FrameComparison.open(request.source);
  const file = await open(request.source.path);
  return new SteppingMeter(request.source, comparison, file, openReferenceMetrics(request));
}

class SteppingMeter implements QualityMeter {
  readonly #source: SourceFrames;
  readonly #comparison: FrameComparison;
  readonly #file: FileHandle;
  readonly #reference: ReferenceMetrics | undefined;
  readonly #sourceHash: Hash = createHash('sha256');
  readonly #scores: FrameScores[] = [];
  readonly #resemblances = new Resemblances();
  #closed = false;

  constructor(
    source: SourceFrames,
    comparison: FrameComparison,
    file: FileHandle,
    reference: ReferenceMetrics | undefined,
  ) {
    this.#source = source;
    this.#comparison = comparison;
    this.#file = file;
    this.#reference = reference;
  }

  async add(frame: Uint8Array): Promise<void> {
    const { decoded, source } = this.#comparison;
    const fed = this.#reference?.add(frame);
    decoded.set(frame);
    await this.#readSource(source, this.#scores.length);
    this.#scores.push(this.#comparison.compare());
    const means = this.#comparison.blockMeans();
    this.#resemblances.add(means.decoded, means.source);
    await fed;
  }

  async finish(): Promise<Quality> {
    // A decode that ended early leaves the rest of the source unread; its hash is that of all of it.
    for (let index = this.#scores.length; index < this.#source.frames; index++)
      await this.#readSource(this.#comparison.source, index);
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
    await this.#file.close();
    await this.#reference?.close();
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
