import { originOf, planeBytes, takeSamples } from '../../../../signal/assembly/plane.ts';
import { openRoom, room } from '../../../../signal/assembly/room.ts';

/** Luma sizes as coded and as shown. */
export let codedWidth: i32 = 0;
export let codedHeight: i32 = 0;
export let width: i32 = 0;
export let height: i32 = 0;

/** Origins of the coded planes in 10 bits, with padding. */
let luma: usize = 0;
let first: usize = 0;
let second: usize = 0;
/** A coded picture as it comes in, and the upscaled one: planar 4:2:0 without padding; 10 bits in two bytes when it goes out. */
let input: usize = 0;
let output: usize = 0;

export function openPlanes(ofCodedWidth: i32, ofCodedHeight: i32, ofWidth: i32, ofHeight: i32): void {
  codedWidth = ofCodedWidth;
  codedHeight = ofCodedHeight;
  width = ofWidth;
  height = ofHeight;
  openRoom();
  luma = planeRoom(codedWidth, codedHeight);
  first = planeRoom(codedWidth >> 1, codedHeight >> 1);
  second = planeRoom(codedWidth >> 1, codedHeight >> 1);
  // Samples are taken eight at a time.
  input = room(codedWidth * codedHeight * 3 + 16);
  output = room(width * height * 3);
}

function planeRoom(planeWidth: i32, planeHeight: i32): usize {
  return originOf(room(planeBytes(planeWidth, planeHeight)), planeWidth);
}

export function inputAt(): usize {
  return input;
}

/** @param plane 0 to 2: Y, U, V */
export function outputAt(plane: i32): usize {
  return output + ((<usize>samplesBefore(plane)) << 1);
}

/** Samples of a shown picture that lie before a plane. */
export function samplesBefore(plane: i32): i32 {
  return plane === 0 ? 0 : width * height + (plane - 1) * (width >> 1) * (height >> 1);
}

export function codedPlane(plane: i32): usize {
  return plane === 0 ? luma : plane === 1 ? first : second;
}

/** A side of a plane from the side of the luma. */
export function sideOf(plane: i32, side: i32): i32 {
  return plane === 0 ? side : side >> 1;
}

/** Takes the coded picture that was put in. @param bytesEach 1, or 2 for samples of 10 bits */
export function takeCoded(bytesEach: i32): void {
  let from = input;
  for (let plane: i32 = 0; plane < 3; plane++) {
    const planeWidth = sideOf(plane, codedWidth);
    const planeHeight = sideOf(plane, codedHeight);
    takeSamples(from, bytesEach, codedPlane(plane), planeWidth, planeHeight);
    from += <usize>(planeWidth * planeHeight * bytesEach);
  }
}
