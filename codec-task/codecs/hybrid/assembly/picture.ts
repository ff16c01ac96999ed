import { byteOrigin, toBytes } from '../../../signal/assembly/bytes.ts';
import { halfSamples } from '../../../signal/assembly/half-samples.ts';
import { halve, originOf, planeBytes, takeSamples } from '../../../signal/assembly/plane.ts';
import { openRoom, room } from '../../../signal/assembly/room.ts';

/** Planes of 16 bits of a slot: luma, what lies right of, below and between its samples, its half, and the two of chroma. */
const WIDE_PLANES: i32 = 7;
/** Planes of 8 bits: luma and what lies between its samples, its half and its quarter. */
const BYTE_PLANES: i32 = 6;
const PLANES: i32 = WIDE_PLANES + BYTE_PLANES;

export let width: i32 = 0;
export let height: i32 = 0;
export let chromaWidth: i32 = 0;
export let chromaHeight: i32 = 0;
/** Origins of the planes of each slot, 4 bytes each. */
let origins: usize = 0;
/** The luma at a quarter of its size, of the picture that is taken. */
let quarter: usize = 0;

/** @returns a plane's origin */
export function planeRoom(planeWidth: i32, planeHeight: i32): usize {
  return originOf(room(planeBytes(planeWidth, planeHeight)), planeWidth);
}

function bytesRoom(planeWidth: i32, planeHeight: i32): usize {
  return byteOrigin(room(planeBytes(planeWidth, planeHeight) >> 1), planeWidth);
}

/** @param slots pictures that are held at once */
export function openPictures(ofWidth: i32, ofHeight: i32, slots: i32): void {
  width = ofWidth;
  height = ofHeight;
  chromaWidth = width >> 1;
  chromaHeight = height >> 1;
  openRoom();
  origins = room(slots * PLANES * 4);
  quarter = planeRoom((width + 3) >> 2, (height + 3) >> 2);
  for (let slot: i32 = 0; slot < slots; slot++)
    for (let plane: i32 = 0; plane < PLANES; plane++) {
      const level = plane === 4 || plane === 11 ? 1 : plane === 12 ? 2 : 0;
      const isChroma = plane === 5 || plane === 6;
      const planeWidth = isChroma ? chromaWidth : (width + (1 << level) - 1) >> level;
      const planeHeight = isChroma ? chromaHeight : (height + (1 << level) - 1) >> level;
      const at =
        plane < WIDE_PLANES ? planeRoom(planeWidth, planeHeight) : bytesRoom(planeWidth, planeHeight);
      store<u32>(origins + ((<usize>(slot * PLANES + plane)) << 2), <u32>at);
    }
}

/** Addresses of the origins of a slot's luma and of what lies right of, below and between its samples. */
export function lumaPlanes(slot: i32): usize {
  return origins + ((<usize>(slot * PLANES)) << 2);
}

/** The same in bytes, followed by the levels of half and of a quarter of the size. */
export function bytePlanes(slot: i32): usize {
  return lumaPlanes(slot) + (WIDE_PLANES << 2);
}

export function luma(slot: i32): usize {
  return <usize>load<u32>(lumaPlanes(slot));
}

export function halfLuma(slot: i32): usize {
  return <usize>load<u32>(lumaPlanes(slot), 16);
}

/** @param plane 1 or 2 */
export function chroma(slot: i32, plane: i32): usize {
  return <usize>load<u32>(lumaPlanes(slot) + ((<usize>(plane + 4)) << 2));
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
  derivePlanes(slot);
}

/** Makes everything of a slot that follows from its luma. */
export function derivePlanes(slot: i32): void {
  const wide = lumaPlanes(slot);
  const bytes = bytePlanes(slot);
  halfSamples(
    luma(slot),
    width,
    height,
    <usize>load<u32>(wide, 4),
    <usize>load<u32>(wide, 8),
    <usize>load<u32>(wide, 12),
  );
  for (let plane: i32 = 0; plane < 4; plane++) {
    const at = (<usize>plane) << 2;
    toBytes(<usize>load<u32>(wide + at), width, height, <usize>load<u32>(bytes + at));
  }
  const half = halfLuma(slot);
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  halve(luma(slot), width, height, half);
  toBytes(half, halfWidth, halfHeight, <usize>load<u32>(bytes, 16));
  halve(half, halfWidth, halfHeight, quarter);
  toBytes(quarter, (halfWidth + 1) >> 1, (halfHeight + 1) >> 1, <usize>load<u32>(bytes, 20));
}
