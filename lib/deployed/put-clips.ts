import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import type { GivenClip } from '../local/clips/collect.ts';
import { UsageError } from '../local/usage-error.ts';
import type { Deployment } from './deployment.ts';

/**
 * Puts a person's clips below their campaign in the bucket.
 * @param onClip told before each.
 * @throws UsageError when the campaign has measured already, or holds clips that are not among these: a campaign keeps its
 *   clips, and nothing is ever deleted from here.
 */
export async function putClips(
  { store, tables }: Pick<Deployment, 'store' | 'tables'>,
  campaign: string,
  clips: readonly GivenClip[],
  onClip: (clip: GivenClip) => void,
): Promise<void> {
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
