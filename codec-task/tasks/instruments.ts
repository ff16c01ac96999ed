import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import type { Isolation } from '../../lambdas/shared/result.ts';
import { type ArtifactStore, getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { taskFolderPrefix } from '../../lambdas/shared/task-folder.ts';
import { probeIsolation } from '../isolation/probe.ts';
import { detectCapabilities } from '../media/capabilities.ts';
import { findTools, type Tools } from '../media/tools.ts';
import type { TaskRun } from './task-run.ts';

/** What a task measures with on this machine. */
export interface Instruments {
  readonly store: ArtifactStore;
  readonly tools: Tools;
  readonly capabilities: Capabilities;
  readonly isolation: Isolation;
  readonly codeSha256: string;
  /** For everything in between; gone afterwards. */
  readonly folder: string;
  readonly cores: number;
  readonly signal: AbortSignal;
}

/**
 * Finds the instruments once, keeps what this ffmpeg can do for the planner, and cleans up after the work.
 * @throws FfmpegMissingError, and what the work throws
 */
export async function withInstruments<Answer>(
  { environment, signal, codeSha256 }: TaskRun,
  store: ArtifactStore,
  work: (instruments: Instruments) => Promise<Answer>,
): Promise<Answer> {
  const tools = await findTools(environment);
  const [capabilities, isolation] = await Promise.all([
    detectCapabilities(tools, signal),
    probeIsolation(tools, signal),
  ]);
  await keepCapabilities(store, capabilities);
  const folder = await mkdtemp(join(tmpdir(), taskFolderPrefix(process.pid)));
  try {
    const cores = availableParallelism();
    return await work({ store, tools, capabilities, isolation, codeSha256, folder, cores, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function keepCapabilities(store: ArtifactStore, capabilities: Capabilities): Promise<void> {
  const text = `${JSON.stringify(capabilities, null, 2)}\n`;
  const kept = await getText(store, artifactKeys.capabilities);
  if (kept !== text) await store.put(artifactKeys.capabilities, text);
}
