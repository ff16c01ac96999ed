import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { ReportProgress } from '../../lambdas/shared/progress.ts';
import type { Isolation } from '../../lambdas/shared/result.ts';
import type { ClipReference, ExperimentSpec } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { ResolveCodec } from '../codecs/resolve.ts';
import type { DecodeLimits } from '../isolation/limits.ts';
import type { Tools } from '../media/tools.ts';

/** What to measure and what with. */
export interface ExperimentRequest {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly campaign: string;
  readonly experimentId: string;
  readonly spec: ExperimentSpec;
  /** The clips that are measured here, whatever the others come to; absent: those of the spec that are worth it. */
  readonly part?: readonly ClipReference[];
  readonly resolve: ResolveCodec;
  readonly isolation: Isolation;
  /** Absent: all. */
  readonly checks?: ReadonlySet<CheckName>;
  /** What a decode may use at most, where it is not the usual. */
  readonly limits?: Partial<DecodeLimits>;
  /** SHA-256 of the program that measures. */
  readonly codeSha256: string;
  /** Whether controls are measured beside; absent: they are. */
  readonly controls?: boolean;
  /** Folder for everything in between. */
  readonly folder: string;
  /** Jobs that run side by side. */
  readonly cores: number;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  readonly now: () => Date;
}
