/** Sum of the squared lengths of all gradients of the frame that {@link gradients} saw last; a whole number. */
export let gradientSquares: f64 = 0;

/**
 * Sum of the lengths of the Sobel gradients of a plane, at every sample but those of its border: (width - 2) x (height - 2)
 * of them. A row is added up by itself before it is added to the rest.
 */
export function gradients(plane: usize, width: i32, height: i32): f64 {
  let lengths: f64 = 0;
  gradientSquares = 0;
  for (let y: i32 = 1; y < height - 1; y++) lengths += rowGradients(plane + <usize>(y * width), width);
  return lengths;
}

function rowGradients(row: usize, width: i32): f64 {
  let squares = f64x2.splat(0);
  let lengths = f64x2.splat(0);
  let x: i32 = 1;
  for (; x + 8 <= width - 1; x += 8) {
    const at = row + <usize>x;
    const above = at - <usize>width;
    const below = at + <usize>width;
    const across = i16x8.add(i16x8.add(step(above), step(below)), i16x8.shl(step(at), 1));
    const down = i16x8.sub(smooth(below), smooth(above));
    const first = v128.shuffle<i16>(across, down, 0, 8, 1, 9, 2, 10, 3, 11);
    const last = v128.shuffle<i16>(across, down, 4, 12, 5, 13, 6, 14, 7, 15);
    // Of each sample the square of its gradient's length, at most 2 x 1020 x 1020.
    const one = i32x4.dot_i16x8_s(first, first);
    const two = i32x4.dot_i16x8_s(last, last);
    const a = f64x2.convert_low_i32x4_s(one);
    const b = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(one, one, 1, 0));
    const c = f64x2.convert_low_i32x4_s(two);
    const d = f64x2.convert_low_i32x4_s(v128.shuffle<i64>(two, two, 1, 0));
    squares = f64x2.add(squares, f64x2.add(f64x2.add(a, b), f64x2.add(c, d)));
    lengths = f64x2.add(
      lengths,
      f64x2.add(f64x2.add(f64x2.sqrt(a), f64x2.sqrt(b)), f64x2.add(f64x2.sqrt(c), f64x2.sqrt(d))),
    );
  }
  let square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  let length = f64x2.extract_lane(lengths, 0) + f64x2.extract_lane(lengths, 1);
  for (; x < width - 1; x++) {
    const at = row + <usize>x;
    const above = at - <usize>width;
    const below = at + <usize>width;
    const across = stepOf(above) + 2 * stepOf(at) + stepOf(below);
    const down = smoothOf(below) - smoothOf(above);
    const squared = <f64>(across * across + down * down);
    square += squared;
    length += sqrt<f64>(squared);
  }
  gradientSquares += square;
  return length;
}

/** From the left to the right neighbour. */
function step(at: usize): v128 {
  return i16x8.sub(v128.load8x8_u(at + 1), v128.load8x8_u(at - 1));
}

/** A sample twice and its neighbours. */
function smooth(at: usize): v128 {
  return i16x8.add(
    i16x8.add(v128.load8x8_u(at - 1), v128.load8x8_u(at + 1)),
    i16x8.shl(v128.load8x8_u(at), 1),
  );
}

function stepOf(at: usize): i32 {
  return <i32>load<u8>(at + 1) - <i32>load<u8>(at - 1);
}

function smoothOf(at: usize): i32 {
  return <i32>load<u8>(at - 1) + 2 * <i32>load<u8>(at) + <i32>load<u8>(at + 1);
}
