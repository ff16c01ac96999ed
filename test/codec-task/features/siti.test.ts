import { afterAll, beforeAll, expect, it } from 'vitest';
import { measuredScene } from '../../../codec-task/measure/clip-scene.ts';
import { runFfmpeg } from '../../../codec-task/media/ffmpeg.ts';
import { prepareSource } from '../../../codec-task/media/source.ts';
import { openBench, SMALL_CLIP } from '../../support/bench.ts';

/** What ffmpeg's own meter stretches limited range by. */
const FULL_RANGE = 255 / 219;

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

it("spatial and temporal information are those of ffmpeg's own meter", async ({ skip }) => {
  // given
  const run = { folder: bench.folder, timeoutSeconds: 60, signal: bench.signal };
  const prepared = await prepareSource({ ...bench, clip: SMALL_CLIP, frames: 12 });
  const { width, height } = prepared.source;
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`];

  // when
  const filter = ['-vf', 'siti=print_summary=1', '-f', 'null', '-'];
  const { stderr } = await runFfmpeg(bench.tools, [...raw, '-i', prepared.path, ...filter], run).catch(
    (error: Error) =>
      error.message.includes('No such filter') ? skip('this ffmpeg has no siti') : Promise.reject(error),
  );
  const scene = await measuredScene(prepared, bench.signal);

  // then
  const [spatial = '', temporal = ''] = stderr.split('Temporal Information');
  const figure = (text: string, name: string) => Number(new RegExp(`${name}: ([\\d.]+)`).exec(text)?.[1]);
  const { spatial_information: si, temporal_information: ti } = scene;
  expect(si.max * FULL_RANGE).toBeCloseTo(figure(spatial, 'Max'), 0);
  expect(si.mean * FULL_RANGE).toBeCloseTo(figure(spatial, 'Average'), 0);
  expect((ti?.max ?? 0) * FULL_RANGE).toBeCloseTo(figure(temporal, 'Max'), 0);
});
