import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectCapabilities } from '../../codec-task/media/capabilities.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import type { ClipReference, ExperimentSpec } from '../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';

/**
 * A small synthetic clip: 128x96, natural texture. At 96x64, x265 4.1 gives one of two bitstreams by chance (its analysis
 * for weighted prediction; `weightp=0` ends it), which was not seen from 128x96 on.
 */
export const SMALL_CLIP: ClipReference = {
  kind: 'synthetic',
  name: 'texture',
  recipe: 'drifting-texture',
  width: 128,
  height: 96,
};

/** A spec of one small clip. */
export function smallSpec(encoder: string, parameters: ExperimentSpec['parameters'] = {}): ExperimentSpec {
  return {
    schema: 'codec-lab.spec.v1',
    strategy: 'conventional',
    encoder,
    parameters,
    clips: [SMALL_CLIP],
    frames: 8,
    gop: 8,
    rate_points: 4,
    seed: 1,
  };
}

/** A fresh folder with an artifact store in it, and the media programs of this machine. */
export async function openBench() {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-test-'));
  const tools = await findTools(process.env);
  const signal = new AbortController().signal;
  return {
    folder,
    tools,
    signal,
    store: new FileArtifactStore(join(folder, 'artifacts')),
    capabilities: await detectCapabilities(tools, signal),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
