import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Strategy } from '../../lambdas/shared/names.ts';
import type { ClipSource, Isolation } from '../../lambdas/shared/result.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import type { ExperimentSpec, Parameters } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { Codec, SourceFrames } from '../codecs/codec.ts';
import type { DecodeLimits } from '../isolation/limits.ts';
import type { Tools } from '../media/tools.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { Schedule } from './schedule.ts';

/** What measuring a clip needs beside the clip. */
export interface ClipBench {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly spec: ExperimentSpec;
  readonly codec: Codec;
  readonly control: QualityControl;
  readonly isolation: Isolation;
  readonly checks: ReadonlySet<CheckName>;
  /** SHA-256 of the task's own program; whoever brings a codec that is not in it makes its own. */
  readonly codeSha256: string;
  /** True: everything is measured anew, whatever is kept. */
  readonly fresh: boolean;
  /** Of each decode, where they are not the usual ones. */
  readonly limits?: Partial<DecodeLimits>;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly meter: ProgressMeter;
  readonly schedule: Schedule;
}

/** A clip whose frames are on disk. */
export interface ClipAtHand {
  readonly source: ClipSource;
  readonly frames: SourceFrames;
  /** For everything in between. */
  readonly folder: string;
}

/** An encoder with its parameters, on its way to a ladder. */
export interface Subject {
  readonly strategy: Strategy;
  readonly encoder: string;
  readonly parameters: Parameters;
  readonly codec: Codec;
  readonly control: QualityControl;
  /** How progress calls it. */
  readonly label: string;
  readonly isAnchor: boolean;
}
