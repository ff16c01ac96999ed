import { loadQualityKernel } from '../../kernels/load-kernel.ts';
import { frameBytes, type PictureSize } from '../../media/frames.ts';

const PAGE_BYTES = 65_536;
const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** Room for one frame as it comes out of a decoder, and for the same in 8 bits. */
export interface FrameMemory {
  /** To be filled: samples of 8 bits, or of 10 bits in two bytes each, little endian. */
  readonly frame: Uint8Array;
  /** What lies in {@link frame} in 8 bits: 10-bit samples as (v + 2) >> 2, at most 255, without dither. */
  readonly eightBits: () => Uint8Array;
}

/** The memory of a kernel, which rounds ten times as fast as a loop of JavaScript. */
export async function openFrameMemory(size: PictureSize, bitDepth: 8 | 10): Promise<FrameMemory> {
  const samples = frameBytes(size);
  if (bitDepth === 8) {
    const frame = new Uint8Array(samples);
    return { frame, eightBits: () => frame };
  }
  const kernel = await loadQualityKernel();
  const start = aligned(kernel.memory.buffer.byteLength);
  const rounded = start + aligned(samples * 2);
  kernel.memory.grow(Math.ceil((rounded + samples - start) / PAGE_BYTES));
  const { buffer } = kernel.memory;
  const result = new Uint8Array(buffer, rounded, samples);
  return {
    frame: new Uint8Array(buffer, start, samples * 2),
    eightBits: () => {
      kernel.roundToEightBits(start, rounded, samples);
      return result;
    },
  };
}
