import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareSource } from '../../codec-task/media/source.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { smallSpec } from '../support/bench.ts';
import type { Ground } from './cheat.ts';
import { SUITE_CLIP } from './clips.ts';
import { STEPS, streamOf } from './own-codec.ts';

/** The honest codec's streams of the suite's clip by step, for a cheat that knows the clip before it is asked to encode it. */
export async function knownStreams({ tools, temporary }: Ground): Promise<ReadonlyMap<number, Buffer>> {
  const folder = await mkdtemp(join(temporary, 'known-'));
  const { source, path } = await prepareSource({
    ...{ tools, folder, clip: SUITE_CLIP, frames: smallSpec('libx264').frames },
    store: new FileArtifactStore(folder),
    signal: new AbortController().signal,
  });
  const frames = await readFile(path);
  return new Map(STEPS.ladder.map((step) => [step, streamOf(frames, source, step)]));
}

/** The same as a JavaScript object of base64 texts. */
export async function knownLiterals(ground: Ground): Promise<string> {
  const streams = [...(await knownStreams(ground))];
  return JSON.stringify(
    Object.fromEntries(streams.map(([step, stream]) => [step, stream.toString('base64')])),
  );
}
