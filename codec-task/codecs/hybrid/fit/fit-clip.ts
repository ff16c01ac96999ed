import { rm } from 'node:fs/promises';
import type { ReducedClip } from '../reduction/reduced-clip.ts';
import { isScaled, WHOLE } from '../reduction/reduction.ts';
import { readUpscaling, writeUpscaling } from '../upscaling/coding.ts';
import type { ClipFiles } from './clip-files.ts';
import { type FitRequest, fitRestoration } from './fit-restoration.ts';
import { fitUpscaling } from './fit-upscaling.ts';
import { upscaleFile } from './upscale-file.ts';

/** What a bitstream will tell of a clip beside its base layer. */
export interface ClipFit {
  /** None when it is not worth its bytes. */
  readonly restoration: Uint8Array;
  /** Where the base layer leaves something out. */
  readonly reduced?: ReducedClip;
}

/** Fits what brings decoded pictures back to their size, where that was reduced, and then a restoration of what comes out. */
export async function fitClip(request: FitRequest): Promise<ClipFit> {
  const { files, baseBits } = request;
  const { width, height, frames, reduction = WHOLE } = files;
  if (!isScaled(reduction.ratio)) return { restoration: await fitRestoration(request) };
  const upscaling = writeUpscaling(await fitUpscaling(files, reduction.ratio, baseBits), reduction.ratio);
  const upscaled: ClipFiles = {
    ...files,
    decoded: `${files.decoded}.upscaled`,
    bytesEach: 2,
    reduction: { ...reduction, ratio: WHOLE.ratio },
  };
  try {
    // By what was written: weights and thresholds as the decoder will read them.
    await upscaleFile(files, readUpscaling(upscaling, reduction.ratio), upscaled.decoded);
    const restoration = await fitRestoration({ ...request, files: upscaled });
    const interpolation = new Uint8Array();
    return { restoration, reduced: { ...reduction, width, height, frames, upscaling, interpolation } };
  } finally {
    await rm(upscaled.decoded, { force: true });
  }
}
