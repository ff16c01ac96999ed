/** 16-bit samples of 10 significant bits to 8 bits: (v + 2) >> 2, at most 255, without dither. */
export function roundToEightBits(from: usize, to: usize, samples: i32): void {
  let i: i32 = 0;
  for (; i + 16 <= samples; i += 16) {
    const at = from + ((<usize>i) << 1);
    v128.store(to + i, i8x16.narrow_i16x8_u(quarter(v128.load(at)), quarter(v128.load(at, 16))));
  }
  for (; i < samples; i++)
    store<u8>(to + i, <u8>min<i32>(255, (<i32>load<u16>(from + ((<usize>i) << 1)) + 2) >> 2));
}

/** Saturated, so that a sample far beyond 10 bits stays the largest and does not wrap around. */
function quarter(samples: v128): v128 {
  return i16x8.shr_u(i16x8.add_sat_u(samples, i16x8.splat(2)), 2);
}
