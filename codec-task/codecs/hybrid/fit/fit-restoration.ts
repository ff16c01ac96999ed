import { codedPictures, WHOLE } from '../reduction/reduction.ts';
import { writeRestoration } from '../restoration/coding.ts';
import {
  PLANES,
  type Plane,
  type PlaneFilters,
  type Restoration,
  restorationShape,
  type Switch,
} from '../restoration/description.ts';
import { openKernel, type RestorationKernel } from '../restoration/kernel.ts';
import { setFilters, setScales, setSwitch } from '../restoration/restorer.ts';
import { switchGrid } from '../restoration/switch-coding.ts';
import { LIMITS_GIVEN, ScaleChoice } from './choose-scales.ts';
import { chooseSwitch } from './choose-switches.ts';
import { ClassProducts, unfilteredError } from './class-products.ts';
import { type ClipFiles, ClipReader } from './clip-files.ts';
import { fitFilters } from './fit-filters.ts';
import { SHARE } from './plane-shares.ts';
import { type ReadyPicture, walkClip } from './walk-clip.ts';

export interface FitRequest {
  readonly files: ClipFiles;
  /** Of the base layer: what a bit more is weighed against. */
  readonly baseBits: number;
  readonly usesFarNeighbours: boolean;
}

/** Pictures that the thresholds are chosen from. */
const SAMPLED = 4;
/** Errors of the filters' statistics are in squared 10-bit steps, others in 8. */
const TEN_BITS = 16;

/** Pictures that a restoration is fitted to. */
export interface FittedPictures {
  readonly kernel: RestorationKernel;
  readonly count: number;
  /** Makes those ready that are wanted, one after the other. */
  readonly walk: (isWanted: (index: number) => boolean) => Iterable<ReadyPicture>;
}

/**
 * Fits a restoration to a decoded clip: thresholds, filters, then the switches of each block.
 * @returns its bytes, none when it is not worth them
 */
export async function fitRestoration({
  files,
  baseBits,
  usesFarNeighbours,
}: FitRequest): Promise<Uint8Array> {
  const kernel = await openKernel(files, { withStatistics: true });
  using reader = new ClipReader(files);
  const walked = { kernel, files, reader, usesFarNeighbours };
  const count = codedPictures(files.frames, (files.reduction ?? WHOLE).step);
  const fitted = fitPictures(
    { kernel, count, walk: (isWanted) => walkClip(walked, isWanted) },
    (baseBits * count) / files.frames,
    usesFarNeighbours,
  );
  return fitted === undefined ? new Uint8Array() : writeRestoration(fitted, switchGrid(files));
}

/**
 * @param baseBits share of the base layer's bits that falls to these pictures
 * @returns none when it is not worth its bits
 */
export function fitPictures(
  pictures: FittedPictures,
  baseBits: number,
  usesFarNeighbours: boolean,
): Restoration | undefined {
  const { kernel } = pictures;
  const scales = { limits: LIMITS_GIVEN, thresholds: chooseThresholds(pictures) };
  setScales(kernel, scales);
  const products = sumProducts(pictures);
  const prices = PLANES.map((plane) => bitPrice(products, plane, baseBits));
  const [y, u, v] = PLANES.map((plane) =>
    fitFilters(products.of(plane), restorationShape(plane), prices[plane] ?? 0),
  );
  const planes: Restoration['planes'] = [y as PlaneFilters, u as PlaneFilters, v as PlaneFilters];
  for (const plane of PLANES) setFilters(kernel, plane, planes[plane]);
  const switches: Restoration['switches'][number][] = [];
  for (const { current } of pictures.walk(() => true)) {
    kernel.classify();
    const own = PLANES.map((plane) => {
      const price = (prices[plane] ?? 0) / TEN_BITS;
      return switchOf(kernel, plane, current, planes[plane], price);
    });
    switches.push(own as unknown as Restoration['switches'][number]);
  }
  if (switches.every((picture) => picture.every((value) => value === 'off'))) return undefined;
  return { usesFarNeighbours, ...scales, planes, switches };
}

function chooseThresholds({ kernel, count, walk }: FittedPictures): number[] {
  const apart = Math.max(1, Math.floor(count / SAMPLED));
  const choice = new ScaleChoice();
  for (const _ of walk((index) => index % apart === apart >> 1)) choice.add(kernel);
  return choice.thresholds();
}

function sumProducts({ kernel, walk }: FittedPictures): ClassProducts {
  const products = new ClassProducts();
  for (const { current } of walk(() => true)) {
    kernel.classify();
    products.add(kernel, current);
  }
  return products;
}

/**
 * What a bit is worth in a plane's squared error, as its statistics count it. PSNR rises by some 3 dB when the rate is
 * doubled: 4.34 dB times the share of bits; a plane's error brings 4.34 dB times its share of the squared error and of
 * PSNR-YUV. Both are equal where a bit more is worth it.
 */
function bitPrice(products: ClassProducts, plane: Plane, baseBits: number): number {
  const error = products.of(plane).reduce((sum, each) => sum + unfilteredError(each), 0);
  return error / (SHARE[plane] * baseBits);
}

function switchOf(
  kernel: RestorationKernel,
  plane: Plane,
  slot: number,
  { filters }: PlaneFilters,
  price: number,
): Switch {
  if (filters.length === 0) return 'off';
  setSwitch(kernel, plane, 'on');
  kernel.filterPlane(plane, slot);
  kernel.sumErrors(plane, slot);
  const blocks = kernel.switchColumns() * kernel.switchLines();
  return chooseSwitch(kernel.doubles(kernel.errorsAt(), 2 * blocks), price);
}
