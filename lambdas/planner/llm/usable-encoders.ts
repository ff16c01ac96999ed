import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import type { Capabilities } from '../../shared/capabilities.ts';
import { ENCODERS_BEFORE_CAPABILITIES } from '../../shared/names.ts';
import type { EncoderSpace } from '../../shared/space.ts';

/** Spaces of the encoders that the task's ffmpeg has; the cautious few until a task has reported. */
export function usableEncoders(capabilities: Capabilities | undefined): readonly EncoderSpace[] {
  const names = capabilities?.encoders ?? ENCODERS_BEFORE_CAPABILITIES;
  return names.flatMap((name) => findEncoderSpace(name) ?? []);
}
