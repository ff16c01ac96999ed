import { screenedClips } from '../../../lambdas/shared/conclusions/clip-sets.ts';
import type { Screening } from '../../../lambdas/shared/screening.ts';
import type { ClipReference, ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { StoppedError } from '../../media/tool-errors.ts';
import type { ClipAtHand, ClipBench } from '../clip-bench.ts';
import type { Ladders } from '../clip-ladders.ts';
import type { ClipPoints } from '../clip-points.ts';
import { concludeScreening } from './conclude-screening.ts';
import { measureScreening } from './measure-screening.ts';
import type { ScreeningCurves } from './scored-clip.ts';

/** Where the first clips of an experiment meet after their screening and wait for what is decided of all of them. */
export class ScreeningGate {
  readonly #spec: ExperimentSpec;
  readonly #count: number;
  readonly #clips: readonly ClipReference[];
  readonly #curves = new Map<ClipReference, ScreeningCurves>();
  readonly #decision = Promise.withResolvers<Screening>();

  /** @param signal lets nobody wait for a clip that failed. */
  constructor(spec: ExperimentSpec, plan: NonNullable<ExperimentSpec['screening']>, signal: AbortSignal) {
    this.#spec = spec;
    this.#count = plan.rate_points;
    this.#clips = screenedClips(spec);
    const stop = () => this.#decision.reject(new StoppedError());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    // Whoever waits is told; that nobody does yet is no fault.
    this.#decision.promise.catch(() => {});
  }

  /** The clips that are screened, in the order of the spec. */
  get clips(): readonly ClipReference[] {
    return this.#clips;
  }

  /** Waits for the last clip. @throws StoppedError */
  get decision(): Promise<Screening> {
    return this.#decision.promise;
  }

  /**
   * Measures a clip's screened points and waits for the others'.
   * @returns whether the clip is to be measured in full; a clip that is not screened always is.
   * @throws StoppedError, and what measuring a point throws
   */
  async pass(
    bench: ClipBench,
    reference: ClipReference,
    clip: ClipAtHand,
    ladders: Ladders<ClipPoints>,
  ): Promise<boolean> {
    if (!this.#clips.includes(reference)) return true;
    this.#curves.set(reference, await measureScreening(bench, clip, ladders, this.#count));
    if (this.#curves.size === this.#clips.length) {
      const curves = this.#clips.flatMap((each) => this.#curves.get(each) ?? []);
      this.#decision.resolve(concludeScreening(this.#spec, curves));
    }
    return (await this.decision).decision === 'measured in full';
  }
}

/** The gate of an experiment that is to be screened; a part without the screened clips has passed it before. */
export function openScreeningGate(
  spec: ExperimentSpec,
  part: readonly ClipReference[],
  signal: AbortSignal,
): ScreeningGate | undefined {
  const screened = screenedClips(spec);
  if (spec.screening === undefined || screened.length === 0) return undefined;
  if (!screened.every((clip) => part.includes(clip))) return undefined;
  return new ScreeningGate(spec, spec.screening, signal);
}
