import { ENCODERS_BEFORE_CAPABILITIES } from '../../shared/names.ts';
import { type EncoderSpace, neededEncoders } from '../../shared/space.ts';
import type { PlanningContext } from '../planning.ts';

/** The filter that a parameter needs in the task's ffmpeg. */
const NEEDED_FILTERS: Readonly<Record<string, string>> = { denoise: 'hqdn3d' };

/**
 * Of the spaces those that rest on encoders that the task's ffmpeg has, without parameters whose filter it lacks; on the
 * cautious few until a task has reported. In the order of the encoders, those of one encoder in their own.
 */
export function usableEncoders({
  capabilities,
  spaces,
}: Pick<PlanningContext, 'capabilities' | 'spaces'>): readonly EncoderSpace[] {
  const names: readonly string[] = capabilities?.encoders ?? ENCODERS_BEFORE_CAPABILITIES;
  const isUsable = (parameter: string) => {
    const filter = NEEDED_FILTERS[parameter];
    return filter === undefined || capabilities === undefined || capabilities.filters.includes(filter);
  };
  const place = ({ encoder }: EncoderSpace) =>
    names.includes(encoder) ? names.indexOf(encoder) : names.length;
  return spaces
    .filter((space) => neededEncoders(space).every((name) => names.includes(name)))
    .toSorted((a, b) => place(a) - place(b))
    .map((space) => ({
      ...space,
      parameters: Object.fromEntries(Object.entries(space.parameters).filter(([name]) => isUsable(name))),
    }));
}
