import type { PictureSize } from '../../media/frames.ts';
import type { FrameRestoration } from '../decoder.ts';
import { type Interpolation, readInterpolation } from './reduction/interpolation.ts';
import type { ReducedClip } from './reduction/reduced-clip.ts';
import { isScaled, omittedPictures } from './reduction/reduction.ts';
import { readRestoration } from './restoration/coding.ts';
import { type RestoredPicture, Restorer, type Share } from './restoration/restorer.ts';
import { switchGrid } from './restoration/switch-coding.ts';
import { readUpscaling } from './upscaling/coding.ts';
import { Upscaler } from './upscaling/upscaler.ts';

/** How the pictures are made that a clip's base layer left out. @throws InvalidBitstreamError */
export function interpolationOf(clip: ReducedClip): Interpolation {
  return readInterpolation(clip.interpolation, omittedPictures(clip.frames, clip.step), switchGrid(clip));
}

/** Makes the pictures of a clip, or a share of them, of what its base layer decodes to. */
export class PictureMaker {
  readonly #restorer: Restorer;
  readonly #upscaler: Upscaler | undefined;

  private constructor(restorer: Restorer, upscaler: Upscaler | undefined) {
    this.#restorer = restorer;
    this.#upscaler = upscaler;
  }

  /** @throws InvalidBitstreamError */
  static async open(
    { width, height }: PictureSize,
    { description, frames, reduced }: FrameRestoration,
    share?: Share,
  ): Promise<PictureMaker> {
    const size = { width, height };
    const restoration =
      description.length === 0 ? undefined : readRestoration(description, frames, switchGrid(size));
    const upscaler =
      reduced && isScaled(reduced.ratio)
        ? await Upscaler.open(size, reduced.ratio, readUpscaling(reduced.upscaling, reduced.ratio))
        : undefined;
    const leftOut =
      reduced?.step === 2 ? { frames: reduced.frames, interpolation: interpolationOf(reduced) } : undefined;
    return new PictureMaker(await Restorer.open(size, restoration, share, leftOut), upscaler);
  }

  /** Takes the next decoded picture and gives those that are complete by it. */
  push(decoded: Uint8Array): Generator<RestoredPicture> {
    return this.#restorer.push(this.#upscaler ? this.#upscaler.upscale(decoded) : decoded);
  }

  /** The pictures that waited for others behind them. */
  finish(): Generator<RestoredPicture> {
    return this.#restorer.finish();
  }
}
