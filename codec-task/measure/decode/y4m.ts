import type { CheckName } from '../../../lambdas/shared/checks.ts';
import type { PictureSize } from '../../media/frames.ts';
import { CheckFailedError } from '../check-failed.ts';
import { type FrameMemory, openFrameMemory } from './frame-memory.ts';

/** What a YUV4MPEG2 header tells that matters here. */
export interface Y4mHeader extends PictureSize {
  readonly bitDepth: 8 | 10;
}

/** Longest header and frame line; those of real programs are under 100 bytes. */
const LONGEST_LINE = 1024;
const MAGIC = 'YUV4MPEG2';
const FRAME = 'FRAME';
const TEN_BITS = '420p10';
/** Chroma placements of planar 4:2:0 with 8 bits; they differ in where samples lie, not in their layout. */
const EIGHT_BITS = ['420', '420jpeg', '420mpeg2', '420paldv'];

/**
 * A YUV4MPEG2 header line.
 * @throws CheckFailedError frame-format, frame-size
 */
export function readY4mHeader(
  line: string,
  expected: PictureSize,
  checks: ReadonlySet<CheckName>,
): Y4mHeader {
  const [magic, ...fields] = line.split(' ');
  if (magic !== MAGIC)
    throw new CheckFailedError('frame-format', `the decode begins with "${line.slice(0, 20)}", not ${MAGIC}`);
  const value = (letter: string) => fields.find((field) => field.startsWith(letter))?.slice(1);
  const [width, height] = [Number(value('W')), Number(value('H'))];
  const chroma = value('C') ?? '420';
  const range = fields.find((field) => field.startsWith('XCOLORRANGE='))?.slice('XCOLORRANGE='.length);
  const bitDepth = chroma === TEN_BITS ? 10 : 8;
  if (checks.has('frame-format')) {
    if (bitDepth === 8 && !EIGHT_BITS.includes(chroma))
      throw new CheckFailedError('frame-format', `the decode has the sample format ${chroma.slice(0, 20)}`);
    if (range !== undefined && range !== 'LIMITED')
      throw new CheckFailedError('frame-format', `the decode has the colour range ${range.slice(0, 20)}`);
  }
  if (checks.has('frame-size') && (width !== expected.width || height !== expected.height))
    throw new CheckFailedError(
      'frame-size',
      `the decode is ${width}x${height}, the source ${expected.width}x${expected.height}`,
    );
  return { width, height, bitDepth };
}

/**
 * Takes a YUV4MPEG2 stream in pieces and gives its frames at the source's size, in 8 bits. A frame lies in the same memory
 * as the one before it.
 */
export class Y4mFrames {
  readonly #expected: PictureSize;
  readonly #checks: ReadonlySet<CheckName>;
  readonly #asDecoded: boolean;
  #memory: FrameMemory | undefined;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #filled = 0;
  #inFrame = false;

  /** @param asDecoded gives samples of 10 bits as they are, two bytes each, instead of rounding them */
  constructor(expected: PictureSize, checks: ReadonlySet<CheckName>, asDecoded = false) {
    this.#expected = expected;
    this.#checks = checks;
    this.#asDecoded = asDecoded;
  }

  /** @throws CheckFailedError frame-format, frame-size, and what `onFrame` throws */
  async push(chunk: Buffer, onFrame: (frame: Uint8Array) => Promise<void>): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (!this.#inFrame || this.#memory === undefined) {
        rest = await this.#readLine(rest);
        continue;
      }
      const { frame, eightBits } = this.#memory;
      const taken = Math.min(rest.length, frame.length - this.#filled);
      frame.set(rest.subarray(0, taken), this.#filled);
      this.#filled += taken;
      rest = rest.subarray(taken);
      if (this.#filled < frame.length) continue;
      this.#inFrame = false;
      this.#filled = 0;
      await onFrame(this.#asDecoded ? frame : eightBits());
    }
  }

  /** To be called at the end of the stream. @throws CheckFailedError frame-format when it ends inside a frame or has none */
  finish(): void {
    if (this.#memory === undefined)
      throw new CheckFailedError('frame-format', 'the decode ended before its header');
    if (this.#inFrame || this.#lineBytes > 0)
      throw new CheckFailedError('frame-count', 'the decode ended inside a frame');
  }

  /** Reads up to the end of a line. @returns what follows. */
  async #readLine(chunk: Buffer): Promise<Buffer> {
    const end = chunk.indexOf(0x0a);
    const part = end === -1 ? chunk : chunk.subarray(0, end);
    this.#lineBytes += part.length;
    if (this.#lineBytes > LONGEST_LINE)
      throw new CheckFailedError('frame-format', `a line of the decode is longer than ${LONGEST_LINE} bytes`);
    this.#line.push(Buffer.from(part));
    if (end === -1) return chunk.subarray(chunk.length);
    const line = Buffer.concat(this.#line).toString('latin1');
    this.#line = [];
    this.#lineBytes = 0;
    if (this.#memory === undefined) {
      const { bitDepth } = readY4mHeader(line, this.#expected, this.#checks);
      this.#memory = await openFrameMemory(this.#expected, bitDepth);
    } else if (line === FRAME || line.startsWith(`${FRAME} `)) this.#inFrame = true;
    else throw new CheckFailedError('frame-format', `between frames the decode says "${line.slice(0, 20)}"`);
    return chunk.subarray(end + 1);
  }
}
