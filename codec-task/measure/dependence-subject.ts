import type { ClipResult, ClipSource, RatePoint } from '../../lambdas/shared/result.ts';

/** The bitstream that an experiment tampers with, to see that its decode depends on it. */
export interface DependenceSubject {
  readonly source: ClipSource;
  readonly point: RatePoint;
  /** A bitstream of another clip, of the same size where there is one. */
  readonly swapped: RatePoint | undefined;
}

/** The smallest bitstream of the first clip; undefined where there is none. Clips with the same frames are one clip. */
export function dependenceSubject(clips: readonly ClipResult[]): DependenceSubject | undefined {
  const [first, ...others] = clips;
  const point = first && smallest(first);
  if (first === undefined || point === undefined) return undefined;
  const { source } = first;
  const sameSize = (clip: ClipResult) =>
    clip.source.width === source.width && clip.source.height === source.height;
  const different = others.filter((clip) => clip.source.frames_sha256 !== source.frames_sha256);
  const other = different.find(sameSize) ?? different[0];
  return { source, point, swapped: other && smallest(other) };
}

function smallest({ points }: ClipResult): RatePoint | undefined {
  return points
    .filter(({ bitstream_key }) => bitstream_key !== null)
    .toSorted((a, b) => a.bytes - b.bytes || a.quality_control - b.quality_control)[0];
}
