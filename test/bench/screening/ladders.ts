import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { resolveCodec } from '../../../codec-task/codecs/resolve.ts';
import type { ClipBench } from '../../../codec-task/measure/clip-bench.ts';
import { extended, firstRound, ladderRange } from '../../../codec-task/measure/clip-ladder.ts';
import { openLadders } from '../../../codec-task/measure/clip-ladders.ts';
import { ProgressMeter } from '../../../codec-task/measure/progress-meter.ts';
import { openSchedule } from '../../../codec-task/measure/schedule.ts';
import { detectCapabilities } from '../../../codec-task/media/capabilities.ts';
import { prepareSource } from '../../../codec-task/media/source.ts';
import { findTools } from '../../../codec-task/media/tools.ts';
import { ALL_CHECKS } from '../../../lambdas/shared/checks.ts';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { canonicalJson, type ExperimentSpec, sha256 } from '../../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';

export type Configuration = Pick<ExperimentSpec, 'encoder' | 'parameters'>;

/** A configuration's ladder on a clip, with what extended it into the anchor's range. */
export interface Ladder extends Configuration {
  readonly clip: string;
  readonly points: readonly RatePoint[];
}

const FRAMES = 60;
const CORES = 2;

/**
 * Measures ladders of configurations on all clips of a folder, and keeps each in a file, so that a run that was stopped
 * goes on where it was.
 * @param configurations the anchor first.
 * @param kept folder of the files.
 */
export async function measureLadders(
  clipsFolder: string,
  configurations: readonly Configuration[],
  kept: string,
): Promise<Ladder[]> {
  const tools = await findTools(process.env);
  const { signal } = new AbortController();
  const capabilities = await detectCapabilities(tools, signal);
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-screening-'));
  await mkdir(kept, { recursive: true });
  try {
    const store = new FileArtifactStore(join(folder, 'store'));
    const clips = (await readdir(clipsFolder)).filter((name) => name.endsWith('.mkv')).sort();
    for (const name of clips) await store.putFile(`clips/${name}`, join(clipsFolder, name));

    const measure = async (clip: string, configuration: Configuration, anchor: Ladder | undefined) => {
      const own = await mkdtemp(join(folder, 'clip-'));
      const reference = { kind: 'stored' as const, name: clip, key: `clips/${clip}` };
      const spec: ExperimentSpec = {
        ...{ schema: SCHEMAS.spec, strategy: 'conventional', ...configuration, clips: [reference] },
        ...{ frames: FRAMES, gop: FRAMES, rate_points: 4, seed: 1 },
      };
      const bench: ClipBench = {
        ...{ tools, store, capabilities, spec, ...resolveCodec(spec, capabilities), checks: ALL_CHECKS },
        ...{ isolation: { mode: 'none', reason: 'a bench' }, codeSha256: 'bench', fresh: true, folder: own },
        ...{ signal, meter: new ProgressMeter('bench', 1, () => {}), schedule: openSchedule(CORES, signal) },
      };
      const prepared = await prepareSource({ ...bench, clip: reference, frames: FRAMES });
      const { width, height, fps, frames } = prepared.source;
      const source = { path: prepared.path, width, height, fps, frames };
      const { test } = openLadders(bench, { source: prepared.source, frames: source, folder: own }, false);
      const first = await firstRound(test, spec.rate_points);
      const points = await extended(test, first, ladderRange(anchor?.points ?? first));
      await rm(own, { recursive: true });
      return { clip, ...configuration, points };
    };

    const ladders: Ladder[] = [];
    for (const configuration of configurations)
      for (const clip of clips) {
        const name = sha256(canonicalJson({ clip, ...configuration, frames: FRAMES })).slice(0, 16);
        const file = join(kept, `${name}.json`);
        const anchor = ladders.find((ladder) => ladder.clip === clip);
        if (!existsSync(file)) {
          const ladder = await measure(clip, configuration, anchor);
          await writeFile(file, JSON.stringify(ladder));
          console.error(
            `${basename(clip)}: ${configuration.encoder} ${canonicalJson(configuration.parameters)}`,
          );
        }
        ladders.push(JSON.parse(await readFile(file, 'utf8')) as Ladder);
      }
    return ladders;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
