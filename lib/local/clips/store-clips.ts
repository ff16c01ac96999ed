import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { getSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import type { Archive } from '../laboratory.ts';
import { UsageError } from '../usage-error.ts';
import type { GivenClip } from './collect.ts';

/**
 * Puts a person's clips below their campaign. From its first record on they stay: results are comparable only over the
 * same clips.
 * @throws UsageError when the campaign has measured with others.
 */
export async function storeClips(
  { store, tables, folder }: Archive,
  campaign: string,
  clips: readonly GivenClip[],
): Promise<void> {
  const prefix = artifactKeys.clips(campaign);
  const home = join(folder, 'artifacts', prefix);
  const { clip_set } = await getSummary(tables, campaign);
  if (clip_set === null) {
    await rm(home, { recursive: true, force: true });
    for (const { name, path } of clips) await store.putFile(prefix + name, path);
    return;
  }
  const stored = (await store.list(prefix)).map((key) => key.slice(prefix.length));
  if (stored.length === 0) throw otherClips(campaign, 'synthetic clips');
  const given = clips.map(({ name }) => name).sort();
  if (stored.join('\n') !== given.join('\n')) throw otherClips(campaign, stored.join(', '));
  for (const { name, path } of clips)
    if (!(await isSameFile(path, join(home, name)))) throw otherClips(campaign, `another ${name}`);
}

function otherClips(campaign: string, which: string): UsageError {
  return new UsageError(
    `campaign ${campaign} has measured with ${which}, and a campaign keeps its clips: leave --clips out, or name a new one with --campaign NAME`,
  );
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)]);
  return a.size === b.size && (await hashOf(one)) === (await hashOf(other));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
