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

/**
 * Far above what an honest decoder needs: ffmpeg decodes 600 frames of 1080p single-threaded in under a minute and
 * within 300 MB, and writes nothing.
 */
export const DECODE_LIMITS: DecodeLimits = {
  seconds: 600,
  memoryBytes: 2 * 2 ** 30,
  diskBytes: 64 * 2 ** 20,
  processes: 1,
};
