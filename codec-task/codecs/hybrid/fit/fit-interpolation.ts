import { type Interpolation, KINDS, type Kind, writeInterpolation } from '../reduction/interpolation.ts';
import { omittedPictures, WHOLE } from '../reduction/reduction.ts';
import { openKernel, type RestorationKernel } from '../restoration/kernel.ts';
import { interpolate, setSwitch } from '../restoration/restorer.ts';
import { switchGrid } from '../restoration/switch-coding.ts';
import { ClipReader, decodedPlace } from './clip-files.ts';
import { type FitRequest, fitPictures } from './fit-restoration.ts';
import { leftOutOf, takeSource, type Walked, walkBetween } from './walk-clip.ts';

/**
 * Fits what makes the pictures that a base layer left out: what each is made of, then a restoration of these pictures alone,
 * whose errors are of another kind than those of coded ones.
 * @returns its bytes
 */
export async function fitInterpolation(request: FitRequest): Promise<Uint8Array> {
  const { files, baseBits, usesFarNeighbours } = request;
  const kernel = await openKernel(files, { withStatistics: true, withInterpolation: true });
  using reader = new ClipReader(files);
  const walked: Walked = { kernel, files, reader, usesFarNeighbours };
  const kinds: Kind[] = [];
  for (const between of leftOutOf(walked)) {
    takeSource(walked, decodedPlace(files, between.index) + 1);
    const errors = KINDS.map((kind) => {
      interpolate(kernel, between, kind);
      return lumaError(kernel, between.current);
    });
    kinds.push(KINDS[errors.indexOf(Math.min(...errors))] as Kind);
  }
  const count = omittedPictures(files.frames, (files.reduction ?? WHOLE).step);
  const walk = (isWanted: (index: number) => boolean) =>
    walkBetween(walked, (index) => kinds[index] ?? 'both', isWanted);
  const interpolation: Interpolation = {
    kinds,
    restoration:
      count === 0
        ? undefined
        : fitPictures({ kernel, count, walk }, (baseBits * count) / files.frames, usesFarNeighbours),
  };
  return writeInterpolation(interpolation, switchGrid(files));
}

/** Squared error of the luma in a slot. */
function lumaError(kernel: RestorationKernel, slot: number): number {
  setSwitch(kernel, 0, 'off');
  kernel.filterPlane(0, slot);
  kernel.sumErrors(0, slot);
  const blocks = kernel.switchColumns() * kernel.switchLines();
  let sum = 0;
  const errors = kernel.doubles(kernel.errorsAt(), 2 * blocks);
  for (let block = 0; block < blocks; block++) sum += errors[2 * block] ?? 0;
  return sum;
}
