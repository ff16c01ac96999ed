import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { inject } from 'vitest';
import { runExperiment } from '../../codec-task/measure/experiment.ts';
import { detectCapabilities } from '../../codec-task/media/capabilities.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import { CHECK_NAMES, type CheckName } from '../../lambdas/shared/checks.ts';
import { ExperimentResult, type Isolation } from '../../lambdas/shared/result.ts';
import { sha256 } from '../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { smallSpec } from '../support/bench.ts';
import type { Cheat } from './cheat.ts';
import { SUITE_CLIP } from './clips.ts';
import { LIMITS } from './limits.ts';
import { STEPS } from './own-codec.ts';

const signal = new AbortController().signal;
let found: Promise<Pick<Parameters<typeof runExperiment>[0], 'tools' | 'capabilities'>> | undefined;
let count = 0;
/** Most experiments at a time: their decodes keep two cores busy. */
const atATime = new PQueue({ concurrency: 2 });

async function findBench() {
  const tools = await findTools(process.env);
  return { tools, capabilities: await detectCapabilities(tools, signal) };
}

/**
 * One experiment with a cheat's codec. All runs of the suite share one artifact store, so that the anchor is measured once.
 * @param without checks that are left out.
 */
export function runCheat(
  cheat: Runnable,
  isolation: Isolation,
  without: readonly CheckName[] = [],
): Promise<ExperimentResult> {
  return atATime.add(() => run(cheat, isolation, without));
}

type Runnable = Pick<Cheat, 'name' | 'open' | 'clips' | 'limits' | 'waits'>;

async function run(
  cheat: Runnable,
  isolation: Isolation,
  without: readonly CheckName[],
): Promise<ExperimentResult> {
  found ??= findBench();
  const { tools, capabilities } = await found;
  const ground = inject('cheatGround');
  const temporary = await mkdtemp(join(ground, `${cheat.name}-`));
  const folder = join(temporary, 'work');
  await mkdir(folder);
  const opened = await cheat.open({ temporary, tools });
  try {
    const result = await runExperiment({
      ...{ tools, capabilities, isolation, folder, signal, limits: { ...LIMITS, ...cheat.limits } },
      store: new FileArtifactStore(join(ground, 'artifacts')),
      campaign: 'cheats',
      experimentId: `${cheat.name}-${process.pid}-${++count}`,
      // Nothing that is kept of one run is believed by another: each has parameters of its own.
      spec: {
        ...smallSpec('libx264', { cheat: `${cheat.name}-${process.pid}-${count}` }),
        clips: [...(cheat.clips ?? [SUITE_CLIP])],
      },
      // One job at a time: a codec that keeps things between its encodes meets them in the order of the ladder.
      cores: cheat.waits ? 4 : 1,
      report: () => {},
      now: () => new Date(),
      checks: new Set(CHECK_NAMES.filter((name) => !without.includes(name))),
      codeSha256: sha256('the cheat suite'),
      resolve: () => ({ codec: opened.codec, control: opened.control ?? STEPS }),
      controls: false,
    });
    return ExperimentResult.parse(result);
  } finally {
    await opened.close?.();
    await rm(temporary, { recursive: true, force: true });
  }
}
