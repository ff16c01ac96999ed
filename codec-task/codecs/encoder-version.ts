import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import type { StrategyEncoder } from '../../lambdas/shared/encoder-name.ts';
import { neededEncoders } from '../../lambdas/shared/space.ts';
import { findEncoderSpace } from './spaces.ts';

/** Versions of the ffmpeg encoders that an encoder of a strategy rests on; `none` where it rests on none. */
export function encoderVersion(
  named: StrategyEncoder,
  { encoder_versions }: Pick<Capabilities, 'encoder_versions'>,
): string {
  const needed = neededEncoders(findEncoderSpace(named) ?? named);
  return needed.map((each) => encoder_versions[each] ?? 'unknown').join(', ') || 'none';
}
