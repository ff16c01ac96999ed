import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import type { Capabilities } from '../../shared/capabilities.ts';
import { ENCODERS_BEFORE_CAPABILITIES } from '../../shared/names.ts';
import type { EncoderSpace } from '../../shared/space.ts';

/** The filter that a parameter needs in the task's ffmpeg. */
const NEEDED_FILTERS: Readonly<Record<string, string>> = { denoise: 'hqdn3d' };

/**
 * Spaces of the encoders that the task's ffmpeg has, without parameters whose filter it lacks; the cautious few until a
 * task has reported.
 */
export function usableEncoders(capabilities: Capabilities | undefined): readonly EncoderSpace[] {
  const names = capabilities?.encoders ?? ENCODERS_BEFORE_CAPABILITIES;
  const isUsable = (parameter: string) => {
    const filter = NEEDED_FILTERS[parameter];
    return filter === undefined || capabilities === undefined || capabilities.filters.includes(filter);
  };
  return names
    .flatMap((name) => findEncoderSpace(name) ?? [])
    .map((space) => ({
      ...space,
      parameters: Object.fromEntries(Object.entries(space.parameters).filter(([name]) => isUsable(name))),
    }));
}
