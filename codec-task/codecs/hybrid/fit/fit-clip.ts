import { rm } from 'node:fs/promises';
import type { ReducedClip } from '../reduction/reduced-clip.ts';
import { isScaled, WHOLE } from '../reduction/reduction.ts';
import { readUpscaling, writeUpscaling } from '../upscaling/coding.ts';
import type { ClipFiles } from './clip-files.ts';
import { fitInterpolation } from './fit-interpolation.ts';
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

const NOTHING = new Uint8Array();

/**
 * Fits what brings decoded pictures back to their size, where that was reduced; then a restoration of what comes out, and
 * what makes the pictures between, where those were left out.
 */
export async function fitClip(request: FitRequest): Promise<ClipFit> {
  const { width, height, frames, reduction = WHOLE } = request.files;
  const isSmaller = isScaled(reduction.ratio);
  if (!isSmaller && reduction.step === 1) return { restoration: await fitRestoration(request) };
  const { files, upscaling } = isSmaller
    ? await upscaled(request)
    : { files: request.files, upscaling: NOTHING };
  try {
    const restoration = await fitRestoration({ ...request, files });
    const interpolation = reduction.step === 1 ? NOTHING : await fitInterpolation({ ...request, files });
    return { restoration, reduced: { ...reduction, width, height, frames, upscaling, interpolation } };
  } finally {
    if (isSmaller) await rm(files.decoded, { force: true });
  }
}

/** The clip's decoded pictures at full size, as the decoder will have them, and what makes them so. */
async function upscaled({
  files,
  baseBits,
}: FitRequest): Promise<{ files: ClipFiles; upscaling: Uint8Array }> {
  const { reduction = WHOLE } = files;
  const { ratio } = reduction;
  const upscaling = writeUpscaling(await fitUpscaling(files, ratio, baseBits), ratio);
  const decoded = `${files.decoded}.upscaled`;
  // By what was written: weights and thresholds as the decoder will read them.
  await upscaleFile(files, readUpscaling(upscaling, ratio), decoded);
  return {
    files: { ...files, decoded, bytesEach: 2, reduction: { ...reduction, ratio: WHOLE.ratio } },
    upscaling,
  };
}
