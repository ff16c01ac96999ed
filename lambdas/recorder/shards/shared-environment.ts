import type { ExperimentResult, Isolation } from '../../shared/result.ts';
import type { ShardsFailure } from './shards-failure.ts';

type Environment = ExperimentResult['environment'];

/** What must be the same on every machine, or their clips are not measured by one instrument. */
const INSTRUMENT = [
  'ffmpeg_sha256',
  'encoder_version',
  'anchor_version',
  'code_sha256',
  'architecture',
] as const satisfies readonly (keyof Environment)[];

const WEAKEST_FIRST: readonly Isolation['mode'][] = ['none', 'unshare', 'bubblewrap'];

/**
 * Where an experiment of several shards was measured: the first shard's machine, with the weakest isolation of all. A
 * failure where they measured with different programs.
 */
export function sharedEnvironment(all: readonly Environment[]): {
  readonly merged: Environment;
  readonly failure: ShardsFailure | null;
} {
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError('an experiment without shards has no environment');
  const different = INSTRUMENT.find((name) => others.some((other) => other[name] !== first[name]));
  const isolation = all
    .flatMap((each) => each.isolation ?? [])
    .toSorted((a, b) => WEAKEST_FIRST.indexOf(a.mode) - WEAKEST_FIRST.indexOf(b.mode))[0];
  const message = `its shards were measured with different programs (${different}): measure it again when no image is being replaced`;
  return {
    merged: { ...first, ...(isolation && { isolation }) },
    failure:
      different === undefined ? null : { status: 'partial', class: 'infrastructure', message, check: {} },
  };
}
