import { ClipList } from '../../lambdas/shared/shards.ts';
import { type ClipReference, canonicalJson, type ExperimentSpec, sha256 } from '../../lambdas/shared/spec.ts';
import { type ArtifactStore, getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';

/**
 * The further clips that a spec refers to; none where it names all.
 * @throws InvalidSpecError where the list is missing or not the one that was planned
 */
export async function readFurtherClips(
  store: ArtifactStore,
  { further_clips }: Pick<ExperimentSpec, 'further_clips'>,
): Promise<ClipReference[]> {
  if (further_clips === undefined) return [];
  const { key, sha256: planned, count } = further_clips;
  const text = await getText(store, key);
  if (text === undefined) throw new InvalidSpecError([`its list of further clips, ${key}, is not there`]);
  const clips = parseList(text);
  if (clips === undefined || clips.length !== count || sha256(canonicalJson(clips)) !== planned)
    throw new InvalidSpecError([`its list of further clips, ${key}, is not the one that was planned`]);
  return clips;
}

function parseList(text: string): ClipReference[] | undefined {
  try {
    return ClipList.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
