import { searchBetween, vectorOf } from '../../../signal/assembly/bilateral-search.ts';
import { acrossOf, blocksAlong, downOf, vectorAt } from '../../../signal/assembly/blocks.ts';
import { predictOverlapped } from '../../../signal/assembly/overlapped.ts';
import { extend, rows, strideOf } from '../../../signal/assembly/plane.ts';
import {
  bytePlanes,
  chroma,
  chromaHeight,
  chromaWidth,
  derivePlanes,
  height,
  luma,
  lumaPlanes,
  width,
} from './picture.ts';
import { fieldOf, predictChroma, prediction, searchMotion, smallField } from './prediction.ts';

/** How a picture between two is made: of both, moved; or the earlier one as it is, or the later one. */
const OF_BOTH: i32 = 0;
const EARLIER: i32 = 1;

/**
 * Makes the picture half-way between those in two slots: the mean of what both come to when they are moved there
 * (bidirectional motion-compensated interpolation), or one of them. Nothing is told but which; it is a decoded picture then.
 * @param kind 0: both; 1: the earlier; 2: the later
 */
export function interpolatePicture(earlier: i32, later: i32, kind: i32, to: i32): void {
  if (kind === OF_BOTH) predictFromBoth(earlier, later);
  const same = kind === EARLIER ? earlier : later;
  for (let plane: i32 = 0; plane < 3; plane++) {
    const planeWidth = plane === 0 ? width : chromaWidth;
    const planeHeight = plane === 0 ? height : chromaHeight;
    const from = plane === 0 ? luma(same) : chroma(same, plane);
    const one = kind === OF_BOTH ? prediction(0, plane) : from;
    const other = kind === OF_BOTH ? prediction(1, plane) : from;
    const origin = plane === 0 ? luma(to) : chroma(to, plane);
    mean(one, other, origin, planeWidth, planeHeight);
    extend(origin, planeWidth, planeHeight);
  }
  derivePlanes(to);
}

function predictFromBoth(earlier: i32, later: i32): void {
  const forward = fieldOf(0);
  const backward = fieldOf(1);
  const back = fieldOf(2);
  const on = fieldOf(3);
  searchMotion(bytePlanes(earlier), bytePlanes(later), 0, forward);
  searchMotion(bytePlanes(later), bytePlanes(earlier), 1, backward);
  searchBetween(bytePlanes(earlier), bytePlanes(later), width, height, forward, backward, on);
  const blocks = blocksAlong(width) * blocksAlong(height);
  for (let block: i32 = 0; block < blocks; block++) {
    const at = (<usize>block) << 2;
    store<u32>(back + at, vectorOf(-acrossOf(on + at), -downOf(on + at)));
  }
  for (let side: i32 = 0; side < 2; side++) {
    const slot = side === 0 ? earlier : later;
    const field = side === 0 ? back : on;
    repeatVectors(field);
    predictOverlapped(lumaPlanes(slot), smallField(), width, height, prediction(side, 0));
    for (let plane: i32 = 1; plane < 3; plane++) predictChroma(slot, plane, field, prediction(side, plane));
  }
}

/** Each 4x4 block has the vector of its 8x8 block. */
function repeatVectors(field: usize): void {
  const columns = blocksAlong(width);
  for (let line: i32 = 0; line < 2 * blocksAlong(height); line++)
    for (let column: i32 = 0; column < 2 * columns; column++)
      store<u32>(
        vectorAt(smallField(), 2 * columns, column, line),
        load<u32>(vectorAt(field, columns, column >> 1, line >> 1)),
      );
}

function mean(one: usize, other: usize, to: usize, planeWidth: i32, planeHeight: i32): void {
  const stride = strideOf(planeWidth);
  for (let y: i32 = 0; y < planeHeight; y++)
    for (let x: i32 = 0; x < planeWidth; x += 8) {
      const at = rows(y, stride) + ((<usize>x) << 1);
      v128.store(to + at, i16x8.avgr_u(v128.load(one + at), v128.load(other + at)));
    }
}
