import * as z from 'zod';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import { RatePoint } from '../../../lambdas/shared/result.ts';
import { seal, unseal } from '../../../lambdas/shared/sealed.ts';
import { canonicalJson } from '../../../lambdas/shared/spec.ts';
import type { Configuration } from './configuration.ts';

/** A rate point as it is kept: in clear what it was measured with. */
const Entry = z.strictObject({
  schema: z.literal(SCHEMAS.point),
  configuration: z.record(z.string(), z.unknown()),
  point: RatePoint,
});

/** Text of an entry. Whose ladder the point was measured for is left out, so that equal measurements give equal text. */
export function writeEntry(configuration: Configuration, point: RatePoint): string {
  return seal({ schema: SCHEMAS.point, configuration, point: { ...point, role: 'ladder', kept: false } });
}

/** The point of an entry, or undefined for text that is no sound entry of this configuration and control. */
export function readEntry(
  text: string,
  configuration: Configuration,
  qualityControl: number,
): RatePoint | undefined {
  const entry = unseal(text, Entry);
  if (entry === undefined) return undefined;
  const sound =
    canonicalJson(entry.configuration) === canonicalJson(configuration) &&
    entry.point.quality_control === qualityControl &&
    entry.point.decoded_again_sha256 === entry.point.decoded_sha256;
  return sound ? entry.point : undefined;
}
