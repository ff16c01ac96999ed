import type { Capabilities } from '../../../lambdas/shared/capabilities.ts';
import type { CheckName } from '../../../lambdas/shared/checks.ts';
import type { Isolation } from '../../../lambdas/shared/result.ts';
import type { ArtifactStore } from '../../../lambdas/shared/stores/artifact-store.ts';
import type { DecodeLimits } from '../../isolation/limits.ts';
import { prepareSource } from '../../media/source.ts';
import type { Tools } from '../../media/tools.ts';
import type { ClipAtHand } from '../clip-bench.ts';
import type { ProgressMeter } from '../progress-meter.ts';
import type { Schedule } from '../schedule.ts';
import { CONTROL_CLIP, CONTROL_FRAMES } from './configurations.ts';

/** What measuring on the control clip needs. */
export interface ControlBench {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly isolation: Isolation;
  readonly checks: ReadonlySet<CheckName>;
  readonly limits?: Partial<DecodeLimits>;
  readonly codeSha256: string;
  /** Folder for the clip's own. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly meter: ProgressMeter;
  /** What fails in a job ends nothing else. */
  readonly schedule: Schedule;
}

/** Renders the control clip. @param folder an empty one. */
export async function prepareControlClip(bench: ControlBench, folder: string): Promise<ClipAtHand> {
  const { source, path } = await bench.schedule(() =>
    prepareSource({ ...bench, clip: CONTROL_CLIP, frames: CONTROL_FRAMES, folder }),
  );
  const { width, height, fps, frames } = source;
  return { source, frames: { path, width, height, fps, frames }, folder };
}
