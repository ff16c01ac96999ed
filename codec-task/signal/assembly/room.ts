let free: usize = 0;

/** Begins anew behind what the module itself keeps. */
export function openRoom(): void {
  free = __heap_base;
}

/** Room of so many bytes, never given back. */
export function room(bytes: i32): usize {
  const at = (free + 63) & ~63;
  free = at + bytes;
  const missing = <i32>((free + 0xffff) >> 16) - memory.size();
  if (missing > 0) memory.grow(missing);
  return at;
}
