import { halve, originOf, planeBytes, takeSamples } from '../../../signal/assembly/plane.ts';

/** Decoded pictures that are held at once: the present one, two before, two after. */
export const SLOTS: i32 = 5;
/** Planes of a slot: luma, its half, its quarter, and the two of chroma. */
const PLANES: i32 = 5;

export let width: i32 = 0;
export let height: i32 = 0;
export let chromaWidth: i32 = 0;
export let chromaHeight: i32 = 0;
let free: usize = 0;
/** Origins of the planes of each slot, 4 bytes each. */
let origins: usize = 0;

/** Room of so many bytes, never given back. */
export function room(bytes: i32): usize {
  const at = (free + 63) & ~63;
  free = at + bytes;
  const missing = <i32>((free + 0xffff) >> 16) - memory.size();
  if (missing > 0) memory.grow(missing);
  return at;
}

/** @returns a plane's origin */
export function planeRoom(planeWidth: i32, planeHeight: i32): usize {
  return originOf(room(planeBytes(planeWidth, planeHeight)), planeWidth);
}

export function openPictures(ofWidth: i32, ofHeight: i32): void {
  width = ofWidth;
  height = ofHeight;
  chromaWidth = width >> 1;
  chromaHeight = height >> 1;
  free = __heap_base;
  origins = room(SLOTS * PLANES * 4);
  for (let slot: i32 = 0; slot < SLOTS; slot++)
    for (let plane: i32 = 0; plane < PLANES; plane++) {
      const isLuma = plane < 3;
      const planeWidth = isLuma ? (width + (1 << plane) - 1) >> plane : chromaWidth;
      const planeHeight = isLuma ? (height + (1 << plane) - 1) >> plane : chromaHeight;
      store<u32>(origins + ((<usize>(slot * PLANES + plane)) << 2), <u32>planeRoom(planeWidth, planeHeight));
    }
}

/** Addresses of the origins of a slot's luma levels, finest first. */
export function levels(slot: i32): usize {
  return origins + ((<usize>(slot * PLANES)) << 2);
}

export function luma(slot: i32): usize {
  return <usize>load<u32>(levels(slot));
}

export function halfLuma(slot: i32): usize {
  return <usize>load<u32>(levels(slot), 4);
}

/** @param plane 1 or 2 */
export function chroma(slot: i32, plane: i32): usize {
  return <usize>load<u32>(levels(slot) + ((<usize>(plane + 2)) << 2));
}

/** Takes a decoded picture, planar 4:2:0 without padding, of 1 byte or 2 bytes a sample. */
export function takePicture(from: usize, bytesEach: i32, slot: i32): void {
  const samples = width * height;
  const chromaSamples = chromaWidth * chromaHeight;
  takeSamples(from, bytesEach, luma(slot), width, height);
  takeSamples(from + <usize>(samples * bytesEach), bytesEach, chroma(slot, 1), chromaWidth, chromaHeight);
  takeSamples(
    from + <usize>((samples + chromaSamples) * bytesEach),
    bytesEach,
    chroma(slot, 2),
    chromaWidth,
    chromaHeight,
  );
  const half = halfLuma(slot);
  halve(luma(slot), width, height, half);
  halve(half, (width + 1) >> 1, (height + 1) >> 1, <usize>load<u32>(levels(slot), 8));
}
