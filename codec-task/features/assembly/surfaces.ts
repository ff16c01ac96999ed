/** Side of a block in samples. */
const SIDE: i32 = 16;
/** 32-bit figures of a block, in the order of {@link surfaces}. */
const FIGURES: i32 = 4;

/**
 * Of each whole 16x16 block, row by row, four 32-bit numbers: the sum of its samples; the sum of their distances from their
 * rounded mean; the sum of the absolute Laplacian differences (Immerkaer 1996) of its inner 14x14 samples; the largest less
 * the smallest of its sixteen 4x4 sums.
 */
export function surfaces(plane: usize, width: i32, height: i32, to: usize): void {
  let out = to;
  for (let y: i32 = 0; y + SIDE <= height; y += SIDE)
    for (let x: i32 = 0; x + SIDE <= width; x += SIDE) {
      const block = plane + <usize>(y * width + x);
      const sum = cells(block, width, out);
      store<i32>(out, sum);
      store<i32>(out, deviation(block, width, (sum + 128) >> 8), 4);
      store<i32>(out, laplacian(block, width), 8);
      out += FIGURES << 2;
    }
}

/** Sum of the block; its spread of 4x4 sums goes to the last of its figures. */
function cells(block: usize, width: i32, figures: usize): i32 {
  let all = i32x4.splat(0);
  let least = i32x4.splat(0x7fffffff);
  let most = i32x4.splat(0);
  for (let row: i32 = 0; row < SIDE; row += 4) {
    let sums = i32x4.splat(0);
    for (let line: i32 = row; line < row + 4; line++) {
      const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(block + <usize>(line * width)));
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs));
    }
    all = i32x4.add(all, sums);
    least = i32x4.min_s(least, sums);
    most = i32x4.max_s(most, sums);
  }
  const low = min<i32>(
    min<i32>(i32x4.extract_lane(least, 0), i32x4.extract_lane(least, 1)),
    min<i32>(i32x4.extract_lane(least, 2), i32x4.extract_lane(least, 3)),
  );
  const high = max<i32>(
    max<i32>(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)),
    max<i32>(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)),
  );
  store<i32>(figures, high - low, 12);
  return total(all);
}

function deviation(block: usize, width: i32, mean: i32): i32 {
  const level = i8x16.splat(<i8>mean);
  let sums = i32x4.splat(0);
  for (let line: i32 = 0; line < SIDE; line++) {
    const samples = v128.load(block + <usize>(line * width));
    const distances = v128.sub<i8>(i8x16.max_u(samples, level), i8x16.min_u(samples, level));
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(distances)));
  }
  return total(sums);
}

/** Second differences across of second differences down. A block has 14 of them in a row: eight, then six. */
function laplacian(block: usize, width: i32): i32 {
  const six = i16x8(-1, -1, -1, -1, -1, -1, 0, 0);
  let sums = i32x4.splat(0);
  for (let line: i32 = 1; line < SIDE - 1; line++) {
    const row = block + <usize>(line * width);
    const eight = i16x8.abs(second(row + 1, width));
    const rest = v128.and(i16x8.abs(second(row + 9, width)), six);
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.add(eight, rest)));
  }
  return total(sums);
}

function second(at: usize, width: i32): v128 {
  const outer = i16x8.add(bend(at - <usize>width), bend(at + <usize>width));
  return i16x8.sub(outer, i16x8.shl(bend(at), 1));
}

function bend(at: usize): v128 {
  const sides = i16x8.add(v128.load8x8_u(at - 1), v128.load8x8_u(at + 1));
  return i16x8.sub(sides, i16x8.shl(v128.load8x8_u(at), 1));
}

function total(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
