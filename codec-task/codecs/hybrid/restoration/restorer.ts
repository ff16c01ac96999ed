import { frameBytes, type PictureSize } from '../../../media/frames.ts';
import { type Interpolation, KINDS, type Kind } from '../reduction/interpolation.ts';
import { placeOf } from '../reduction/reduction.ts';
import {
  FEATURES,
  PLANES,
  type Plane,
  type PlaneFilters,
  type Restoration,
  type Switch,
} from './description.ts';
import { openKernel, type RestorationKernel } from './kernel.ts';
import { type Neighbours, neighboursBetween, readyPictures, SLOTS } from './picture-window.ts';

/** Gives a picture to the kernel. @param bytes planar 4:2:0, of 1 or 2 bytes a sample */
export function takePicture(kernel: RestorationKernel, bytes: Uint8Array, size: PictureSize, index: number) {
  kernel.bytes(kernel.inputAt(), bytes.length).set(bytes);
  kernel.takePicture(kernel.inputAt(), bytes.length / frameBytes(size), index % SLOTS);
}

/** Finds a picture's predictions and classes. */
export function preparePicture(
  kernel: RestorationKernel,
  { current, before, after, farBefore, farAfter }: Neighbours,
  usesFarNeighbours: boolean,
): void {
  kernel.prepare(
    current,
    before,
    after,
    usesFarNeighbours ? farBefore : -1,
    usesFarNeighbours ? farAfter : -1,
  );
}

/** Makes the picture between two decoded ones. */
export function interpolate(
  kernel: RestorationKernel,
  { before, after, current }: Neighbours,
  kind: Kind,
): void {
  kernel.interpolatePicture(before, after, KINDS.indexOf(kind), current);
}

/** Sets what the classes and the clipped features depend on. */
export function setScales(
  kernel: RestorationKernel,
  { thresholds, limits }: Pick<Restoration, 'thresholds' | 'limits'>,
): void {
  kernel.integers(kernel.thresholdsAt(), thresholds.length).set(thresholds);
  kernel.integers(kernel.limitsAt(), limits.length).set(limits);
}

export function setFilters(
  kernel: RestorationKernel,
  plane: Plane,
  { filters, filterOf }: PlaneFilters,
): void {
  const features = FEATURES[plane];
  const weights = kernel.shorts(kernel.weightsAt(plane), filterOf.length * features);
  weights.fill(0);
  filterOf.forEach((filter, index) => {
    const own = filters[filter];
    if (own !== undefined) weights.set(own, index * features);
  });
}

export function setSwitch(kernel: RestorationKernel, plane: Plane, value: Switch): void {
  const blocks = kernel.switchColumns() * kernel.switchLines();
  const flags = kernel.bytes(kernel.switchesAt(plane), blocks);
  if (typeof value === 'string') flags.fill(value === 'on' ? 1 : 0);
  else flags.set(value);
}

/** A restored picture and its place in the clip. */
export interface RestoredPicture {
  readonly index: number;
  /** 8 bits; the same memory for each. */
  readonly frame: Uint8Array<ArrayBuffer>;
}

/** Which pictures are one's own when several restore a clip together: those whose index leaves this remainder. */
export interface Share {
  readonly remainder: number;
  readonly of: number;
}

/** What was left out between decoded pictures, and how many the clip has with it. */
export interface LeftOut {
  readonly frames: number;
  readonly interpolation: Interpolation;
}

/** Restores the decoded pictures of a clip, or its share of them, one after the other, and makes those between them. */
export class Restorer {
  readonly #kernel: RestorationKernel;
  readonly #size: PictureSize;
  readonly #restoration: Restoration | undefined;
  readonly #share: Share;
  readonly #leftOut: LeftOut | undefined;
  #present: Restoration | undefined;
  #arrived = 0;
  #done = 0;

  private constructor(
    kernel: RestorationKernel,
    size: PictureSize,
    restoration: Restoration | undefined,
    share: Share,
    leftOut: LeftOut | undefined,
  ) {
    this.#kernel = kernel;
    this.#size = size;
    this.#restoration = restoration;
    this.#share = share;
    this.#leftOut = leftOut;
  }

  /** @param restoration none: decoded pictures are rounded to 8 bits and nothing else */
  static async open(
    size: PictureSize,
    restoration: Restoration | undefined,
    share: Share = { remainder: 0, of: 1 },
    leftOut?: LeftOut,
  ): Promise<Restorer> {
    const kernel = await openKernel(size, { withInterpolation: leftOut !== undefined });
    return new Restorer(kernel, size, restoration, share, leftOut);
  }

  /** Takes the next decoded picture of the clip and gives those that are restored by it. */
  *push(bytes: Uint8Array): Generator<RestoredPicture> {
    takePicture(this.#kernel, bytes, this.#size, this.#arrived++);
    yield* this.#restoreReady(false);
  }

  /** The pictures that waited for others behind them. */
  finish(): Generator<RestoredPicture> {
    return this.#restoreReady(true);
  }

  *#restoreReady(isEnd: boolean): Generator<RestoredPicture> {
    const { remainder, of } = this.#share;
    for (const neighbours of readyPictures(this.#done, this.#arrived, isEnd)) {
      const decoded = this.#done++;
      const index = this.#placeOf(decoded);
      if (index % of === remainder) yield this.#restored(neighbours, index, this.#restoration);
      const next = decoded + 1;
      if (this.#leftOut === undefined || next >= this.#arrived || this.#placeOf(next) !== index + 2) continue;
      if ((index + 1) % of !== remainder) continue;
      const { kinds, restoration } = this.#leftOut.interpolation;
      const between = neighboursBetween(decoded, this.#arrived);
      interpolate(this.#kernel, between, kinds[decoded] ?? 'both');
      yield this.#restored(between, index + 1, restoration);
    }
  }

  #placeOf(decoded: number): number {
    return this.#leftOut === undefined ? decoded : placeOf(decoded, this.#leftOut.frames, 2);
  }

  #restored(neighbours: Neighbours, index: number, restoration: Restoration | undefined): RestoredPicture {
    const kernel = this.#kernel;
    const switches = restoration?.switches[neighbours.index] ?? (['off', 'off', 'off'] as const);
    if (restoration && switches.some((value) => value !== 'off')) {
      this.#use(restoration);
      preparePicture(kernel, neighbours, restoration.usesFarNeighbours);
      kernel.classify();
    }
    for (const plane of PLANES) {
      setSwitch(kernel, plane, switches[plane]);
      kernel.filterPlane(plane, neighbours.current);
    }
    return { index, frame: kernel.bytes(kernel.outputAt(0), frameBytes(this.#size)) };
  }

  #use(restoration: Restoration): void {
    if (this.#present === restoration) return;
    this.#present = restoration;
    setScales(this.#kernel, restoration);
    for (const plane of PLANES) setFilters(this.#kernel, plane, restoration.planes[plane]);
  }
}
