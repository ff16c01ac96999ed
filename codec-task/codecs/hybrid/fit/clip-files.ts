import { closeSync, openSync, readSync } from 'node:fs';
import { frameBytes, type PictureSize } from '../../../media/frames.ts';

/** A clip as it is and as the base layer decodes it: raw planar 4:2:0 files. */
export interface ClipFiles extends PictureSize {
  readonly frames: number;
  /** 8 bits. */
  readonly source: string;
  readonly decoded: string;
  /** Of the decoded file: 1, or 2 for 10 bits. */
  readonly bytesEach: 1 | 2;
}

/** Reads pictures of both files by index. To be closed. */
export class ClipReader {
  readonly #source: number;
  readonly #decoded: number;
  readonly #sourcePicture: Uint8Array;
  readonly #decodedPicture: Uint8Array;

  constructor(files: ClipFiles) {
    this.#source = openSync(files.source, 'r');
    this.#decoded = openSync(files.decoded, 'r');
    this.#sourcePicture = new Uint8Array(frameBytes(files));
    this.#decodedPicture = new Uint8Array(frameBytes(files) * files.bytesEach);
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
