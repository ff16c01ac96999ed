import type { ReducedClip } from './hybrid/reduction/reduced-clip.ts';

/** A file that a program brings with it. */
export interface CodeFile {
  /** Plain name without a folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What ffmpeg is given to decode a bitstream: made from its bytes alone. */
export interface FfmpegDecode {
  /** Input files by plain name, with their bytes. */
  readonly files: readonly CodeFile[];
  /** Arguments between ffmpeg's general ones and its output, which the harness sets: YUV4MPEG2 on standard output. */
  readonly args: readonly string[];
  /** How the frames that come out are to be restored, where the bitstream tells it. */
  readonly restoration?: FrameRestoration;
}

/** What a bitstream tells of restoring its decoded frames, for the lab's own import-free WebAssembly. */
export interface FrameRestoration {
  /** Empty: decoded frames are not restored. */
  readonly description: Uint8Array;
  /** That come out of ffmpeg. */
  readonly frames: number;
  /** What they leave out of the clip; absent: nothing. */
  readonly reduced?: ReducedClip;
}

/**
 * How a bitstream becomes frames. The harness runs it, isolated, and takes YUV4MPEG2 (4:2:0, 8 or 10 bits, limited
 * range) from its standard output; a decoder never writes a file that anyone reads.
 */
export type Decoder =
  | {
      /** ffmpeg, trusted by the hash of its binary, behind the lab's own framing of the stream. */
      readonly kind: 'ffmpeg';
      /** @throws InvalidBitstreamError */
      readonly unwrap: (bitstream: Uint8Array) => FfmpegDecode;
    }
  | {
      /** A Node program, charged by its compressed size unless the hash of its files is released. */
      readonly kind: 'program';
      /** The first is started; it finds `bitstream` and the side files, `side-0` and on, in its working folder. */
      readonly code: readonly [CodeFile, ...CodeFile[]];
    };
