/** A frame rate as ffprobe writes it, `30000/1001`, in frames per second; undefined for `0/0` and what is no rate. */
export function framesPerSecond(rate: string | undefined): number | undefined {
  const [, numerator, denominator] = /^(\d+)\/(\d+)$/.exec(rate ?? '') ?? [];
  const value = Number(numerator) / Number(denominator);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/**
 * Time of the frame from which `frames` frames lie in the middle of a clip; 0 for a clip that is not longer, and for one
 * whose duration is unknown.
 */
export function middleStart(durationSeconds: number | undefined, fps: number, frames: number): number {
  const spare = Math.round((durationSeconds ?? 0) * fps) - frames;
  return spare < 2 ? 0 : Math.floor(spare / 2) / fps;
}

export interface FrameRate {
  /** As `num/den`, frames per second. */
  readonly fps: string;
  /** Frames do not follow each other at one distance. */
  readonly variable: boolean;
}

/** Containers round times, often to milliseconds: two such roundings tell nothing. */
const ROUNDING_SECONDS = 0.002;
/** Share of a frame's mean time by which frames may come early or late at a constant rate. */
const JITTER = 0.1;

/**
 * The rate at which frames really follow each other. Headers are often wrong for variable rates, so the declared rate
 * counts only where the times agree with it.
 * @param times presentation times in seconds.
 * @param declared rate in the file's header as `num/den`; taken where the times tell nothing.
 */
export function frameRate(times: readonly number[], declared: string): FrameRate {
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  if (distances.length === 0 || !distances.every((distance) => distance > 0))
    return { fps: declared, variable: false };
  const span = distances.reduce((sum, distance) => sum + distance, 0);
  const mean = span / distances.length;
  const tolerance = Math.max(ROUNDING_SECONDS, JITTER * mean);
  const expected = distances.length / (framesPerSecond(declared) ?? Number.POSITIVE_INFINITY);
  const agrees = Math.abs(span - expected) <= Math.max(ROUNDING_SECONDS, 0.005 * span);
  return {
    fps: agrees ? declared : `${Math.round(1000 / mean)}/1000`,
    variable: distances.some((distance) => Math.abs(distance - mean) > tolerance),
  };
}
