import { InvalidSettingsError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { FileArtifactStore } from './file-artifact-store.ts';
import { S3ArtifactStore } from './s3-artifact-store.ts';

/**
 * Store for an address.
 * @param url `s3://bucket` or `file:///absolute/folder`.
 * @throws InvalidSettingsError for any other scheme.
 */
export function openArtifactStore(url: string): ArtifactStore {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 's3:') return new S3ArtifactStore(parsed.hostname);
  if (parsed?.protocol === 'file:') return new FileArtifactStore(parsed);
  throw new InvalidSettingsError(`artifact store address "${url}" is neither s3://bucket nor file:///folder`);
}
