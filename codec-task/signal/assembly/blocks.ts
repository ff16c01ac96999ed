/** Side of a block whose motion is searched, on every level. */
export const BLOCK: i32 = 8;
/** Samples that a block may lie beyond the other picture; padding is wider by what the filters read around it. */
export const REACH: i32 = 24;

/** Blocks that cover a side. */
export function blocksAlong(side: i32): i32 {
  return (side + BLOCK - 1) / BLOCK;
}

/** Address of a block's vector: 4 bytes each, row by row, x and then y of 16 bits. */
export function vectorAt(field: usize, columns: i32, column: i32, line: i32): usize {
  return field + ((<usize>(line * columns + column)) << 2);
}

export function acrossOf(vector: usize): i32 {
  return <i32>load<i16>(vector);
}

export function downOf(vector: usize): i32 {
  return <i32>load<i16>(vector, 2);
}
