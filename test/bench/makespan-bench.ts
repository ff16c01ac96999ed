import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import PQueue from 'p-queue';
import type * as z from 'zod';
import { resolveCodec } from '../../codec-task/codecs/resolve.ts';
import { probeIsolation } from '../../codec-task/isolation/probe.ts';
import { runExperiment } from '../../codec-task/measure/experiment.ts';
import { detectCapabilities } from '../../codec-task/media/capabilities.ts';
import { prepareSource } from '../../codec-task/media/source.ts';
import type { Tools } from '../../codec-task/media/tools.ts';
import { SCHEMAS } from '../../lambdas/shared/names.ts';
import type { ExperimentSpec, SyntheticClip } from '../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';

/** Two jobs side by side, whatever the machine has, so that ratios of several machines can be compared. */
export const CORES = 2;
export const FRAMES = 60;

/** An encode that an experiment made: the clip's frames and the call. */
export interface MadeEncode {
  readonly framesSha256: string;
  readonly argv: readonly string[];
}

type Configured = Pick<ExperimentSpec, 'encoder' | 'parameters'>;

export interface MakespanBench {
  /** Measures a configuration with all but the anchors new. @returns wall seconds and the encodes that were made */
  readonly experiment: (configured: Configured) => Promise<{ seconds: number; encodes: MadeEncode[] }>;
  /** Wall seconds of the same ffmpeg calls alone. */
  readonly bareEncodes: (encodes: readonly MadeEncode[]) => Promise<number>;
}

/** Two stored clips of a size whose anchors and controls are kept. */
export async function openBench(
  tools: Tools,
  parent: string,
  size: { readonly width: number; readonly height: number },
): Promise<MakespanBench> {
  const folder = await mkdtemp(join(parent, 'size-'));
  const { signal } = new AbortController();
  const capabilities = await detectCapabilities(tools, signal);
  const isolation = await probeIsolation(tools, signal);
  const anchors = join(folder, 'anchors');
  const clips = await Promise.all(
    (['drifting-texture', 'moving-objects'] as const).map((recipe) =>
      storeClip(tools, anchors, { kind: 'synthetic', name: recipe, recipe, ...size }),
    ),
  );

  const measure = async (store: string, configured: Configured) => {
    const spec: ExperimentSpec = {
      ...{ schema: SCHEMAS.spec, strategy: 'conventional', ...configured, clips },
      ...{ frames: FRAMES, gop: FRAMES, rate_points: 4, seed: 1 },
    };
    const own = await mkdtemp(join(folder, 'run-'));
    const started = performance.now();
    const result = await runExperiment({
      ...{ tools, capabilities, isolation, spec, folder: own, cores: CORES, signal },
      store: new FileArtifactStore(store),
      ...{ campaign: 'bench', experimentId: 'bench', resolve: resolveCodec, codeSha256: 'bench' },
      ...{ report: () => {}, now: () => new Date() },
    });
    const seconds = (performance.now() - started) / 1000;
    if (result.failure !== null) throw new Error(result.failure.message);
    await rm(own, { recursive: true });
    return seconds;
  };

  await measure(anchors, { encoder: 'libx264', parameters: { preset: 'ultrafast' } });
  const known = new Set(await pointFiles(anchors));
  const sources = new Map<string, string>();
  for (const clip of clips) {
    const own = await mkdtemp(join(folder, 'source-'));
    const store = new FileArtifactStore(anchors);
    const { source, path } = await prepareSource({ tools, store, clip, frames: FRAMES, folder: own, signal });
    sources.set(source.frames_sha256, path);
  }

  return {
    experiment: async (configured) => {
      const store = join(folder, 'store');
      await cp(anchors, store, { recursive: true });
      const seconds = await measure(store, configured);
      const made = (await pointFiles(store)).filter((file) => !known.has(file));
      const encodes = await Promise.all(made.map((file) => readEncode(join(store, 'points', file))));
      await rm(store, { recursive: true });
      return { seconds, encodes };
    },
    bareEncodes: async (encodes) => {
      const own = await mkdtemp(join(folder, 'bare-'));
      const queue = new PQueue({ concurrency: CORES });
      const started = performance.now();
      await Promise.all(
        encodes.map(({ framesSha256, argv }, index) =>
          queue.add(async () => {
            const cwd = join(own, String(index));
            await mkdir(cwd);
            await symlink(sources.get(framesSha256) ?? '', join(cwd, 'source.yuv'));
            await execa(tools.ffmpeg, argv.slice(1), { cwd, stdout: 'ignore', stderr: 'ignore' });
          }),
        ),
      );
      const seconds = (performance.now() - started) / 1000;
      await rm(own, { recursive: true });
      return seconds;
    },
  };
}

/** Renders a clip and stores it as a person would: losslessly coded, so that the experiment reads it as it reads theirs. */
async function storeClip(tools: Tools, folder: string, clip: z.output<typeof SyntheticClip>) {
  const { signal } = new AbortController();
  const own = await mkdtemp(join(tmpdir(), 'codec-lab-clip-'));
  const store = new FileArtifactStore(folder);
  const { source, path } = await prepareSource({ tools, store, clip, frames: FRAMES, folder: own, signal });
  const name = `${clip.name}.mkv`;
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${source.width}x${source.height}`];
  const coded = ['-r', source.fps, '-i', path, '-c:v', 'ffv1', '-color_range', 'tv', join(own, name)];
  await execa(tools.ffmpeg, ['-v', 'error', ...raw, ...coded]);
  const key = `clips/${name}`;
  await store.putFile(key, join(own, name));
  await rm(own, { recursive: true });
  return { kind: 'stored' as const, name, key };
}

async function pointFiles(store: string): Promise<string[]> {
  const files = await readdir(join(store, 'points'), { recursive: true });
  return files.filter((file) => file.endsWith('.json'));
}

async function readEncode(path: string): Promise<MadeEncode> {
  const entry = JSON.parse(await readFile(path, 'utf8')) as {
    configuration: { frames_sha256: string };
    point: { encode: { argv: string[] } };
  };
  return { framesSha256: entry.configuration.frames_sha256, argv: entry.point.encode.argv };
}
