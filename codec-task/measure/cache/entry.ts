import * as z from 'zod';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import { RatePoint } from '../../../lambdas/shared/result.ts';
import { canonicalJson, sha256 } from '../../../lambdas/shared/spec.ts';
import type { Configuration } from './configuration.ts';

/** A rate point as it is kept: in clear what it was measured with, and a hash of all that. */
const Entry = z.strictObject({
  schema: z.literal(SCHEMAS.point),
  configuration: z.record(z.string(), z.unknown()),
  point: RatePoint,
  /** SHA-256 of the canonical JSON of the fields above. */
  sha256: z.string(),
});

/** Text of an entry. Whose ladder the point was measured for is left out, so that equal measurements give equal text. */
export function writeEntry(configuration: Configuration, point: RatePoint): string {
  const content = {
    schema: SCHEMAS.point,
    configuration,
    point: { ...point, role: 'ladder', kept: false },
  };
  return `${JSON.stringify({ ...content, sha256: sha256(canonicalJson(content)) }, null, 1)}\n`;
}

/** The point of an entry, or undefined for text that is no sound entry of this configuration and control. */
export function readEntry(
  text: string,
  configuration: Configuration,
  qualityControl: number,
): RatePoint | undefined {
  const parsed = Entry.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { sha256: own, ...content } = parsed.data;
  const sound =
    own === sha256(canonicalJson(content)) &&
    canonicalJson(content.configuration) === canonicalJson(configuration) &&
    content.point.quality_control === qualityControl &&
    content.point.decoded_again_sha256 === content.point.decoded_sha256;
  return sound ? content.point : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
