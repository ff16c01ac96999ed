import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipScene, measuredScene } from '../../../codec-task/measure/clip-scene.ts';
import { type PreparedSource, prepareSource } from '../../../codec-task/media/source.ts';
import { StoppedError } from '../../../codec-task/media/tool-errors.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { FEATURES_VERSION, type SceneFeatures } from '../../../lambdas/shared/scene-features.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { openBench, SMALL_CLIP } from '../../support/bench.ts';

let bench: Awaited<ReturnType<typeof openBench>>;
let prepared: PreparedSource;
let scene: SceneFeatures;
beforeAll(async () => {
  bench = await openBench();
  prepared = await prepareSource({ ...bench, clip: SMALL_CLIP, frames: 8 });
  scene = await measuredScene(prepared, bench.signal);
});
afterAll(() => bench.close());

let stores = 0;
const emptyStore = () => new FileArtifactStore(`${bench.folder}/scenes-${++stores}`);
const request = (store: FileArtifactStore) => ({ store, fresh: false, signal: bench.signal });
const keyOf = ({ source }: PreparedSource) => artifactKeys.scene(source.frames_sha256, FEATURES_VERSION);
/** The same clip without its frames: whoever wants to look at them fails. */
const withoutFrames = (): PreparedSource => ({ ...prepared, path: `${bench.folder}/gone.yuv` });

describe('the features of a clip', () => {
  it('are measured once: afterwards its frames are not looked at', async () => {
    const store = emptyStore();
    expect(await clipScene(request(store), prepared)).toEqual(scene);
    expect(await clipScene(request(store), withoutFrames())).toEqual(scene);
  });

  it('are measured again where nothing kept is to be believed', async () => {
    const store = emptyStore();
    await clipScene(request(store), prepared);
    await expect(clipScene({ ...request(store), fresh: true }, withoutFrames())).rejects.toThrow('gone.yuv');
  });

  it.each<[string, (text: string) => string]>([
    ['changed', (text) => text.replace(/"luminance": \d+/, '"luminance": 1')],
    ['cut short', (text) => text.slice(0, 200)],
    ['no JSON', () => 'features'],
  ])('are measured again where what is kept was %s, which mends it', async (_name, spoil) => {
    const store = emptyStore();
    await clipScene(request(store), prepared);
    const sound = new TextDecoder().decode(await store.get(keyOf(prepared)));
    await store.put(keyOf(prepared), spoil(sound));
    expect(await clipScene(request(store), prepared)).toEqual(scene);
    expect(new TextDecoder().decode(await store.get(keyOf(prepared)))).toBe(sound);
  });

  it('are not those that lie under the hash of other frames', async () => {
    const store = emptyStore();
    await clipScene(request(store), prepared);
    const other = {
      ...withoutFrames(),
      source: { ...prepared.source, frames_sha256: '0'.repeat(64) },
    };
    await store.put(keyOf(other), (await store.get(keyOf(prepared))) ?? '');
    await expect(clipScene(request(store), other)).rejects.toThrow('gone.yuv');
  });

  it('are not measured any more once everything was stopped', async () => {
    const stopped = { ...request(emptyStore()), signal: AbortSignal.abort() };
    await expect(clipScene(stopped, prepared)).rejects.toThrow(StoppedError);
  });
});
