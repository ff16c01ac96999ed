import { frameBytes, type PictureSize } from '../media/frames.ts';

/** What a decode may use. Whoever goes beyond is killed with everything that it started. */
export interface DecodeLimits {
  readonly seconds: number;
  /** Resident memory of all its processes together. */
  readonly memoryBytes: number;
  /** Files that it writes, all together. */
  readonly diskBytes: number;
  /** Processes at a time, the decoder's own included. */
  readonly processes: number;
}

const LONGEST_SECONDS = 600;
/** ffmpeg with its libraries, or Node, before the first frame. */
const MEMORY_BASE = 2 ** 30;
/** Frames that a decoder may hold, of two bytes a sample: references, those in filters, those on their way. */
const FRAMES_HELD = 48;
const DISK_BYTES = 64 * 2 ** 20;
/** One is enough; the found ffmpeg may be a script around the real one. */
const PROCESSES = 8;

/** Far above what an honest decoder needs, which stays within 300 MB at 1080p and writes nothing. */
export function decodeLimits(size: PictureSize): DecodeLimits {
  return {
    seconds: LONGEST_SECONDS,
    memoryBytes: MEMORY_BASE + FRAMES_HELD * 2 * frameBytes(size),
    diskBytes: DISK_BYTES,
    processes: PROCESSES,
  };
}
