import { closeSync, openSync, readSync } from 'node:fs';
import { frameBytes, type PictureSize } from '../../../media/frames.ts';
import { codedSize, placeOf, type Reduction, WHOLE } from '../reduction/reduction.ts';

/** A clip as it is and as the base layer decodes it: raw planar 4:2:0 files. */
export interface ClipFiles extends PictureSize {
  /** Of the source. */
  readonly frames: number;
  /** What the decoded file leaves out; absent: nothing. */
  readonly reduction?: Reduction;
  /** 8 bits. */
  readonly source: string;
  readonly decoded: string;
  /** Of the decoded file: 1, or 2 for 10 bits. */
  readonly bytesEach: 1 | 2;
}

/** Size of the pictures in the decoded file. */
export function decodedSize(files: ClipFiles): PictureSize {
  return codedSize(files, (files.reduction ?? WHOLE).ratio);
}

/** Place in the clip of a picture of the decoded file. */
export function decodedPlace({ frames, reduction = WHOLE }: ClipFiles, index: number): number {
  return placeOf(index, frames, reduction.step);
}

/** Reads pictures of both files by index, each by its own. To be closed. */
export class ClipReader {
  readonly #source: number;
  readonly #decoded: number;
  readonly #sourcePicture: Uint8Array;
  readonly #decodedPicture: Uint8Array;

  constructor(files: ClipFiles) {
    this.#source = openSync(files.source, 'r');
    this.#decoded = openSync(files.decoded, 'r');
    this.#sourcePicture = new Uint8Array(frameBytes(files));
    this.#decodedPicture = new Uint8Array(frameBytes(decodedSize(files)) * files.bytesEach);
  }

  source(index: number): Uint8Array {
    return read(this.#source, this.#sourcePicture, index);
  }

  decoded(index: number): Uint8Array {
    return read(this.#decoded, this.#decodedPicture, index);
  }

  [Symbol.dispose](): void {
    closeSync(this.#source);
    closeSync(this.#decoded);
  }
}

function read(file: number, picture: Uint8Array, index: number): Uint8Array {
  for (let at = 0; at < picture.length; ) {
    const count = readSync(file, picture, at, picture.length - at, index * picture.length + at);
    if (count === 0) throw new RangeError(`picture ${index} is not in the file`);
    at += count;
  }
  return picture;
}
