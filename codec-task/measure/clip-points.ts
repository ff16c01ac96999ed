import { ALL_CHECKS, type CheckName } from '../../lambdas/shared/checks.ts';
import { RatePoint } from '../../lambdas/shared/result.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import type { Codec } from '../codecs/codec.ts';
import { configurationOf } from './cache/configuration.ts';
import { KeptPoints, keepBitstream } from './cache/kept-points.ts';
import type { ClipAtHand, ClipBench, Subject } from './clip-bench.ts';
import { openQualityMeter } from './metrics/quality-meter.ts';
import { measurePoint } from './rate-point.ts';

/** The rate points of one subject on one clip: kept where there is a sound one, else encoded. */
export class ClipPoints {
  readonly #subject: Subject;
  readonly #bench: ClipBench;
  readonly #clip: ClipAtHand;
  readonly #kept: KeptPoints;
  readonly #checks: ReadonlySet<CheckName>;
  readonly #taken: RatePoint[] = [];
  #listed: Promise<readonly number[]> | undefined;

  constructor(bench: ClipBench, clip: ClipAtHand, subject: Subject) {
    this.#subject = subject;
    this.#bench = bench;
    this.#clip = clip;
    const encoding = { ...subject, decoder: subject.codec.decoder };
    this.#checks = subject.isAnchor ? ALL_CHECKS : bench.checks;
    const ground = { ...bench, checks: this.#checks, gop: bench.spec.gop };
    this.#kept = new KeptPoints(bench.store, configurationOf(clip.source, encoding, ground));
  }

  /** SHA-256 of the configuration that they were measured with. */
  get key(): string {
    return this.#kept.key;
  }

  get control(): QualityControl {
    return this.#subject.control;
  }

  get encoder(): string {
    return this.#subject.encoder;
  }

  get codec(): Codec {
    return this.#subject.codec;
  }

  get kept(): KeptPoints {
    return this.#kept;
  }

  /** All for an anchor, which is the lab's own: what is left out is left out for the codec under test. */
  get checks(): ReadonlySet<CheckName> {
    return this.#checks;
  }

  /** Every point that was asked for, by rising control. */
  get taken(): readonly RatePoint[] {
    return this.#taken.toSorted((a, b) => a.quality_control - b.quality_control);
  }

  /** Of these, the ones that had to be encoded. */
  get encoded(): readonly RatePoint[] {
    return this.taken.filter(({ kept }) => kept !== true);
  }

  /** A point that was asked for before is the very same. @throws what {@link measurePoint} throws */
  readonly measure = async (qualityControl: number, role: RatePoint['role']): Promise<RatePoint> => {
    const before = this.#taken.find((point) => point.quality_control === qualityControl);
    if (before !== undefined) return before;
    const point = await this.#point(qualityControl, role);
    this.#taken.push(point);
    return point;
  };

  async #point(qualityControl: number, role: RatePoint['role']): Promise<RatePoint> {
    const kept = await this.#read(qualityControl);
    if (kept !== undefined) {
      this.#bench.meter.spare(1);
      return { ...kept, role };
    }
    const point = await this.#bench.schedule(() => this.#encode(qualityControl, role));
    this.#bench.meter.finishJob();
    return point;
  }

  async #read(qualityControl: number): Promise<RatePoint | undefined> {
    if (this.#bench.fresh) return undefined;
    this.#listed ??= this.#kept.controls();
    return (await this.#listed).includes(qualityControl) ? this.#kept.read(qualityControl) : undefined;
  }

  async #encode(qualityControl: number, role: RatePoint['role']): Promise<RatePoint> {
    const { tools, store, capabilities, spec, signal, meter } = this.#bench;
    const { source, frames, folder } = this.#clip;
    const { codec, label, isAnchor } = this.#subject;
    const words = `${label} crf ${qualityControl}`;
    const point = await measurePoint({
      ...this.#bench,
      ...{ codec, folder, qualityControl, role, checks: this.#checks },
      source: frames,
      sourceSha256: source.frames_sha256,
      gop: spec.gop,
      keep: (path) => keepBitstream(store, path),
      openMeter: (inFolder) =>
        openQualityMeter({ tools, filters: capabilities.filters, source: frames, folder: inFolder, signal }),
      onStage: (stage, fraction) => {
        const done = stage === 'encode' ? 0.8 * fraction : 0.9;
        meter.step(source.name, isAnchor ? 'anchor' : stage, words, done);
      },
    });
    // Fields in the schema's order, as a kept point has them.
    return RatePoint.parse({ ...point, kept: false });
  }
}
