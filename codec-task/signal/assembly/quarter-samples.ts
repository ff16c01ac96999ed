/** Which planes a quarter sample is the mean of: whole, right, below, both; by 4 times the fraction down plus that across. */
const FIRST = memory.data<u8>([0, 1, 1, 1, 0, 1, 1, 1, 2, 3, 3, 3, 0, 1, 1, 1]);
const SECOND = memory.data<u8>([0, 0, 1, 0, 2, 2, 3, 2, 2, 2, 3, 2, 2, 2, 3, 2]);

/**
 * Where the first of two samples lies whose mean is the sample at a vector from a place.
 * @param planes origins of a plane and of those right of, below and between its samples, 4 bytes each
 * @param vector in quarter samples, x in the lower 16 bits, y in the upper
 * @param size 0 for samples of 1 byte, 1 for 2 bytes
 */
export function firstPlace(planes: usize, vector: u32, x: i32, y: i32, stride: i32, size: usize): usize {
  const movedX = <i32>(<i16>vector);
  const movedY = <i32>(<i16>(vector >> 16));
  const fraction = <usize>(((movedY & 3) << 2) | (movedX & 3));
  const plane = <usize>load<u32>(planes + ((<usize>load<u8>(FIRST + fraction)) << 2));
  const below = (movedY & 3) === 3 ? 1 : 0;
  return plane + ((<usize>((y + (movedY >> 2) + below) * stride + x + (movedX >> 2))) << size);
}

/** The second; at whole and half samples the same place as the first. */
export function secondPlace(planes: usize, vector: u32, x: i32, y: i32, stride: i32, size: usize): usize {
  const movedX = <i32>(<i16>vector);
  const movedY = <i32>(<i16>(vector >> 16));
  const fraction = <usize>(((movedY & 3) << 2) | (movedX & 3));
  const plane = <usize>load<u32>(planes + ((<usize>load<u8>(SECOND + fraction)) << 2));
  const right = (movedX & 3) === 3 ? 1 : 0;
  return plane + ((<usize>((y + (movedY >> 2)) * stride + x + (movedX >> 2) + right)) << size);
}
