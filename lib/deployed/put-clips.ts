import { statSync } from 'node:fs';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import type { GivenClip } from '../local/clips/collect.ts';
import { UsageError } from '../local/usage-error.ts';
import type { Deployment } from './deployment.ts';

/** Bytes of the longest upload that S3 takes in one piece. */
const MOST_BYTES = 5 * 1024 ** 3;

/**
 * Puts a person's clips below their campaign in the bucket.
 * @param onClip told before each.
 * @throws UsageError when a clip is over 5 GiB, when the campaign has measured already, or holds clips that are not among these: a campaign keeps its
 *   clips, and nothing is ever deleted from here.
 */
export async function putClips(
  { store, tables }: Pick<Deployment, 'store' | 'tables'>,
  campaign: string,
  clips: readonly GivenClip[],
  onClip: (clip: GivenClip) => void,
): Promise<void> {
  for (const { path } of clips)
    if (statSync(path).size > MOST_BYTES)
      throw new UsageError(`${path} is larger than 5 GiB: cut a shorter clip out of it`);
  const prefix = artifactKeys.clips(campaign);
  const { clip_set } = await getSummary(tables, campaign);
  if (clip_set !== null)
    throw new UsageError(
      `campaign ${campaign} has measured already, and a campaign keeps its clips: name a new one with --campaign NAME`,
    );
  const given = new Set(clips.map(({ name }) => prefix + name));
  const others = (await store.list(prefix)).filter((key) => !given.has(key));
  if (others.length > 0)
    throw new UsageError(
      `campaign ${campaign} already holds ${others.map((key) => key.slice(prefix.length)).join(', ')}: give these too, or name a new one with --campaign NAME`,
    );
  for (const clip of clips) {
    onClip(clip);
    await store.putFile(prefix + clip.name, clip.path);
  }
}
