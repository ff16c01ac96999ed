import * as z from 'zod';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import { seal, unseal } from '../../../lambdas/shared/sealed.ts';
import { canonicalJson } from '../../../lambdas/shared/spec.ts';
import { type ArtifactStore, getText } from '../../../lambdas/shared/stores/artifact-store.ts';
import { type Configuration, configurationKey } from '../cache/configuration.ts';
import { Reading } from './reading.ts';

/** A reading as it is kept, in clear what it was taken with. */
const Entry = z.strictObject({
  schema: z.literal(SCHEMAS.control),
  configuration: z.record(z.string(), z.unknown()),
  reading: Reading,
});

/**
 * The first reading of this configuration: same clip, ffmpeg, code, architecture. Undefined where there is none, or none
 * that is what it was.
 */
export async function keptReading(
  store: ArtifactStore,
  configuration: Configuration,
): Promise<Reading | undefined> {
  const key = artifactKeys.control(configurationKey(configuration));
  const entry = unseal(await getText(store, key), Entry);
  const isOurs = entry && canonicalJson(entry.configuration) === canonicalJson(configuration);
  return isOurs ? entry.reading : undefined;
}

/** Keeps a first reading; equal readings give equal entries, so that two writers at once do no harm. */
export async function keepReading(
  store: ArtifactStore,
  configuration: Configuration,
  reading: Reading,
): Promise<void> {
  const key = artifactKeys.control(configurationKey(configuration));
  await store.put(key, seal({ schema: SCHEMAS.control, configuration, reading }));
}
