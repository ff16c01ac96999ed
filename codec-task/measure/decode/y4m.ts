import type { CheckName } from '../../../lambdas/shared/checks.ts';
import type { PictureSize } from '../../media/frames.ts';
import { CheckFailedError } from '../check-failed.ts';

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
 * Takes a YUV4MPEG2 stream in pieces and gives its frames at the source's size, in 8 bits: 10-bit samples are rounded as
 * (v + 2) >> 2, at most 255, without dither. A frame lies in the same buffer as the one before it.
 */
export class Y4mFrames {
  readonly #expected: PictureSize;
  readonly #checks: ReadonlySet<CheckName>;
  #header: Y4mHeader | undefined;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #frame = Buffer.alloc(0);
  #filled = 0;
  #inFrame = false;
  #rounded = Buffer.alloc(0);

  constructor(expected: PictureSize, checks: ReadonlySet<CheckName>) {
    this.#expected = expected;
    this.#checks = checks;
  }

  /** @throws CheckFailedError frame-format, frame-size, and what `onFrame` throws */
  async push(chunk: Buffer, onFrame: (frame: Uint8Array) => Promise<void>): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (!this.#inFrame) {
        rest = this.#readLine(rest);
        continue;
      }
      const taken = Math.min(rest.length, this.#frame.length - this.#filled);
      rest.copy(this.#frame, this.#filled, 0, taken);
      this.#filled += taken;
      rest = rest.subarray(taken);
      if (this.#filled < this.#frame.length) continue;
      this.#inFrame = false;
      this.#filled = 0;
      await onFrame(this.#eightBits());
    }
  }

  /** To be called at the end of the stream. @throws CheckFailedError frame-format when it ends inside a frame or has none */
  finish(): void {
    if (this.#header === undefined)
      throw new CheckFailedError('frame-format', 'the decode ended before its header');
    if (this.#inFrame || this.#lineBytes > 0)
      throw new CheckFailedError('frame-count', 'the decode ended inside a frame');
  }

  /** Reads up to the end of a line. @returns what follows. */
  #readLine(chunk: Buffer): Buffer {
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
    if (this.#header === undefined) this.#begin(readY4mHeader(line, this.#expected, this.#checks));
    else if (line === FRAME || line.startsWith(`${FRAME} `)) this.#inFrame = true;
    else throw new CheckFailedError('frame-format', `between frames the decode says "${line.slice(0, 20)}"`);
    return chunk.subarray(end + 1);
  }

  #begin(header: Y4mHeader): void {
    this.#header = header;
    const samples = (this.#expected.width * this.#expected.height * 3) / 2;
    // Memory of its own begins at an even address, which 16-bit samples are read at.
    this.#frame = Buffer.from(new ArrayBuffer(header.bitDepth === 10 ? samples * 2 : samples));
    this.#rounded = Buffer.alloc(header.bitDepth === 10 ? samples : 0);
  }

  #eightBits(): Uint8Array {
    if (this.#header?.bitDepth !== 10) return this.#frame;
    const deep = new Uint16Array(this.#frame.buffer, this.#frame.byteOffset, this.#rounded.length);
    for (let index = 0; index < deep.length; index++)
      this.#rounded[index] = Math.min(255, ((deep[index] as number) + 2) >> 2);
    return this.#rounded;
  }
}
