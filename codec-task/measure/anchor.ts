import * as z from 'zod';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { SCHEMAS } from '../../lambdas/shared/names.ts';
import { type ClipResult, OperatingPoint, RatePoint } from '../../lambdas/shared/result.ts';
import { canonicalJson, sha256 } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { findEncoderSpace } from '../codecs/spaces.ts';
import { type MeasureControl, measureLadder } from './clip-ladder.ts';
import { operatingPoint } from './operating-point.ts';

/** The encode that every result is compared with: HEVC by libx265, preset medium, nothing else changed. */
export const ANCHOR = { encoder: 'libx265', parameters: { preset: 'medium' }, points: 4 } as const;

/** Raised when the way of measuring changes, so that kept anchors of the old way are not compared with. */
const METHOD = 2;

const KeptAnchor = z.object({
  schema: z.literal(SCHEMAS.anchor),
  key: z.string(),
  points: z.array(RatePoint).min(4),
  operating_point: OperatingPoint,
});

/** What an anchor depends on: 24 hexadecimal digits. */
export function anchorKey(framesSha256: string, gop: number, capabilities: Capabilities): string {
  const { ffmpeg_sha256, ffmpeg_version, encoder_versions, architecture } = capabilities;
  // Debian's ffmpeg loads its libraries at run time: its own hash stays when only libx265 or libavcodec is upgraded.
  const build = [ffmpeg_sha256, ffmpeg_version, encoder_versions[ANCHOR.encoder], architecture];
  return sha256(canonicalJson({ METHOD, ANCHOR, framesSha256, gop, build })).slice(0, 24);
}

/** The kept anchor, or undefined when there is none or what is there does not fit. */
export async function keptAnchor(
  store: ArtifactStore,
  key: string,
): Promise<ClipResult['anchor'] | undefined> {
  const text = await getText(store, artifactKeys.anchor(key));
  const parsed = KeptAnchor.safeParse(text === undefined ? undefined : parseJson(text));
  if (!parsed.success || parsed.data.key !== key) return undefined;
  return { key, kept: true, points: parsed.data.points, operating_point: parsed.data.operating_point };
}

/** Measures the anchor and keeps it. */
export async function measureAnchor(
  store: ArtifactStore,
  key: string,
  measure: MeasureControl,
): Promise<ClipResult['anchor']> {
  const control = findEncoderSpace(ANCHOR.encoder)?.qualityControl;
  if (control === undefined) throw new Error('the anchor encoder has no declared space');
  const points = await measureLadder({ control, points: ANCHOR.points, anchorRange: undefined, measure });
  const anchor = { key, points, operating_point: operatingPoint(points) };
  await store.put(artifactKeys.anchor(key), JSON.stringify({ schema: SCHEMAS.anchor, ...anchor }));
  return { ...anchor, kept: false };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
