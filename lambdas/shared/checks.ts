/**
 * The checks that stand between a codec and a number, by the name that a failure gives. Imports nothing, so that every
 * side may read it. What each means in full is in `docs/measurement.md`.
 */
export const CHECKS = {
  'isolated-decode': 'the decoder sees the bitstream and its own code, and nothing else of this machine',
  'decoy-decode': 'decoding again with other frames at the place of the source gives the same frames',
  'repeatable-decode': 'decoding twice gives the same frames',
  'clean-environment': 'the decoder gets none of the environment variables of the encoder or the laboratory',
  'neutral-name': 'the bitstream reaches the decoder under a name that the encoder did not choose',
  'neutral-time': 'the bitstream reaches the decoder with a time that the encoder did not choose',
  'plain-bytes': 'the bitstream reaches the decoder as bytes: no link, no attributes',
  'declared-files': 'the encoder leaves the files that it declares and nothing else',
  'charged-side-files': 'every file that reaches the decoder is counted',
  'charged-decoder': 'the code of a decoder that is not released is counted, compressed',
  'bitstream-not-empty': 'the bitstream holds at least one byte',
  'source-unchanged': 'the source is the same before and after the encode',
  'frame-count': 'the decode has as many frames as the source',
  'frame-size': 'the decode has the size of the source',
  'frame-format': 'the decode is planar 4:2:0 of 8 or 10 bits, limited range',
  'frame-order': 'the frames of the decode are those of the source at the same place',
  'swapped-bitstream': 'the bitstream of another clip does not decode to this clip',
  'truncated-bitstream': 'half a bitstream does not decode to the same frames',
  'flipped-bitstream': 'a bitstream with changed bytes does not decode to the same frames',
  'time-limit': 'a decode ends within its time',
  'memory-limit': 'a decode stays within its memory',
  'disk-limit': 'a decode stays within its disk space',
  'process-limit': 'a decode starts no more processes than it may and leaves none behind',
  'output-limit': 'a decode puts out no more than the frames that it is asked for',
  'duplicate-output': 'an experiment does not repeat the bits or the scores of another one',
  'two-families': 'a gain shows in two families of metrics',
} as const;

export type CheckName = keyof typeof CHECKS;

/** All names, in the order above. */
export const CHECK_NAMES = Object.keys(CHECKS) as [CheckName, ...CheckName[]];

/** What production code always runs with; only tests of the checks themselves leave some out. */
export const ALL_CHECKS: ReadonlySet<CheckName> = new Set(CHECK_NAMES);
