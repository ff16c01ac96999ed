import * as z from 'zod';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import { canonicalJson, sha256 } from '../../../lambdas/shared/spec.ts';
import { type ArtifactStore, getText } from '../../../lambdas/shared/stores/artifact-store.ts';
import { type Configuration, configurationKey } from '../cache/configuration.ts';
import { Reading } from './reading.ts';

/** A reading as it is kept, in clear what it was taken with. */
const Entry = z.strictObject({
  schema: z.literal(SCHEMAS.control),
  configuration: z.record(z.string(), z.unknown()),
  reading: Reading,
  /** SHA-256 of the canonical JSON of the fields above. */
  sha256: z.string(),
});

/**
 * The first reading of this configuration: same clip, ffmpeg, code, architecture. Undefined where there is none, or none
 * that is what it was.
 */
export async function keptReading(
  store: ArtifactStore,
  configuration: Configuration,
): Promise<Reading | undefined> {
  const text = await getText(store, artifactKeys.control(configurationKey(configuration)));
  const parsed = Entry.safeParse(text === undefined ? undefined : parseJson(text));
  if (!parsed.success) return undefined;
  const { sha256: own, ...content } = parsed.data;
  const sound =
    own === sha256(canonicalJson(content)) &&
    canonicalJson(content.configuration) === canonicalJson(configuration);
  return sound ? content.reading : undefined;
}

/** Keeps a first reading; equal readings give equal entries, so that two writers at once do no harm. */
export async function keepReading(
  store: ArtifactStore,
  configuration: Configuration,
  reading: Reading,
): Promise<void> {
  const content = { schema: SCHEMAS.control, configuration, reading };
  const text = `${JSON.stringify({ ...content, sha256: sha256(canonicalJson(content)) }, null, 1)}\n`;
  await store.put(artifactKeys.control(configurationKey(configuration)), text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
