/** A quarter of the size in each direction, what is left of rows and columns dropped: rounded means of 4x4 samples. */
export function quarter(from: usize, width: i32, height: i32, to: usize): void {
  let out = to;
  for (let y: i32 = 0; y + 4 <= height; y += 4)
    for (let x: i32 = 0; x + 4 <= width; x += 4) {
      let sum: i32 = 8;
      for (let line: i32 = 0; line < 4; line++) {
        const at = from + <usize>((y + line) * width + x);
        sum += <i32>load<u8>(at) + <i32>load<u8>(at, 1) + <i32>load<u8>(at, 2) + <i32>load<u8>(at, 3);
      }
      store<u8>(out++, <u8>(sum >> 4));
    }
}
