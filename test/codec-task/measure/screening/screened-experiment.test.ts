import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeIsolation } from '../../../../codec-task/isolation/probe.ts';
import { verifyResult } from '../../../../codec-task/verify/verify-result.ts';
import { artifactKeys } from '../../../../lambdas/shared/keys.ts';
import { measurementOf } from '../../../../lambdas/shared/measurement.ts';
import type { ClipResult, ExperimentResult } from '../../../../lambdas/shared/result.ts';
import { type ExperimentSpec, specHash } from '../../../../lambdas/shared/spec.ts';
import type { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';
import { smallSpec } from '../../../support/bench.ts';
import { openExperiments, smallClip } from '../given.ts';

const CLIPS = [
  smallClip('first'),
  smallClip('second', { width: 160 }),
  smallClip('unseen', { set: 'validate', height: 128 }),
];
const CHAMPION = { encoder: 'libx265', parameters: { preset: 'slow' } };
const HOPELESS = { encoder: 'libx264', parameters: { preset: 'ultrafast' } };
const BETTER = { encoder: 'libx265', parameters: { preset: 'slow', tune: 'ssim' } };
const SCREENING = { clips: 1, rate_points: 2 };

type Experiments = Awaited<ReturnType<typeof openExperiments>>;
let experiments: Experiments;
/** Has the champion's points. */
let store: FileArtifactStore;
/** Against the champion. */
let hopeless: ExperimentResult;
beforeAll(async () => {
  experiments = await openExperiments();
  store = await experiments.emptyStore();
  await run(CHAMPION);
  hopeless = await run({ ...HOPELESS, control: CHAMPION, screening: SCREENING });
});
afterAll(() => experiments.close());

async function run(change: Partial<ExperimentSpec>, where: FileArtifactStore = store) {
  const spec = { ...smallSpec('libx264'), clips: CLIPS, validate_below_percent: -90, ...change };
  return (await experiments.run(spec, { store: where })).result;
}

/** All that an experiment came to but times, and whether points had been kept. */
const substance = ({ clips, bd_rate, sets, operating_point, agreement, ...rest }: ExperimentResult) => ({
  clips: clips.map(({ points, anchor, ...clip }) => ({
    ...clip,
    points: points.map(pointSubstance),
    anchor: { ...anchor, kept: undefined, points: anchor.points.map(pointSubstance) },
  })),
  ...{ bd_rate, sets, operating_point, agreement },
  marks: [rest.spec_hash, rest.fingerprint, rest.scores_fingerprint, rest.flags, rest.checks],
});
const pointSubstance = ({ encode, decode, kept, ...point }: ClipResult['points'][number]) => ({
  ...point,
  argv: [encode.argv, decode.argv],
});

describe('a screened experiment', () => {
  it('given one that cannot win against the champion, ends after two points on the first clip', () => {
    expect(hopeless).toMatchObject({ status: 'succeeded', failure: null });
    expect(hopeless.clips.map(({ source, points }) => [source.name, points.length])).toEqual([['first', 2]]);
    expect(hopeless.screening).toMatchObject({
      decision: 'screened out',
      rival: 'champion',
      configuration: CHAMPION,
      clips: [{ name: 'first', quality_controls: [26, 31] }],
    });
    const [score] = hopeless.screening?.clips ?? [];
    expect(score?.psnr_yuv?.percent).toBeGreaterThan(100);
    expect(score?.psnr_yuv?.rival_percent).toBeLessThan(0);
    expect(hopeless.screening?.saved_cpu_seconds).toBeGreaterThan(0);
  });

  it('gives it a score and neither BD-rate nor operating point, and proves its points as any others', () => {
    expect(hopeless.bd_rate.psnr_yuv).toMatchObject({ percent: null, reason: 'screened-out' });
    expect(hopeless.sets).toMatchObject({ validate: null, tune: { worst_clip: null } });
    const [clip] = hopeless.clips;
    expect([hopeless, clip, clip?.anchor].map((each) => each && floorOf(each))).toEqual([
      false,
      false,
      false,
    ]);
    for (const point of clip?.points ?? []) expect(point.decoded_again_sha256).toBe(point.decoded_sha256);
    expect(hopeless.checks).toEqual(
      expect.arrayContaining(['decoy-decode', 'repeatable-decode', 'swapped-bitstream', 'flipped-bitstream']),
    );
    expect(hopeless.checks).not.toContain('two-families');
    expect(hopeless.fingerprint).not.toBeNull();
  });

  it('is verified like any other: every figure, its scores and its decision come out again', async () => {
    const isolation = await probeIsolation(experiments.tools, experiments.signal);
    const verify = (result: ExperimentResult) =>
      verifyResult({
        ...experiments,
        ...{ store, result, isolation, codeSha256: 'c'.repeat(64), cores: 2 },
        key: artifactKeys.result('test', hopeless.experiment_id),
        row: { status: 'succeeded', measurement: measurementOf(hopeless) },
        report: () => {},
        now: () => new Date(),
      });
    const honest = await verify(hopeless);
    expect(honest).toMatchObject({ differences: [], bitstreams: 6, row: true });

    const [clip] = hopeless.screening?.clips ?? [];
    if (clip?.psnr_yuv == null || hopeless.screening == null) throw new Error('the clip has no score');
    const painted = { ...clip, psnr_yuv: { ...clip.psnr_yuv, percent: 1 } };
    const forged = await verify({ ...hopeless, screening: { ...hopeless.screening, clips: [painted] } });
    expect(forged.differences.map(({ path }) => path)).toContain('screening.clips[0].psnr_yuv.percent');
  });

  it('given one that can still win, comes to what it comes to without screening, to the bit', async () => {
    const against = { ...BETTER, control: { encoder: 'libx265', parameters: { preset: 'medium' } } };
    const plain = await run({ ...against, validate_below_percent: 900 }, await experiments.emptyStore());
    const own = await experiments.emptyStore();
    const screened = await run({ ...against, validate_below_percent: 900, screening: SCREENING }, own);
    expect(screened.screening?.decision).toBe('measured in full');
    expect(screened.screening?.saved_cpu_seconds).toBe(0);
    expect(plain.screening).toBeNull();
    expect(screened.clips).toHaveLength(3);
    expect(substance(screened)).toEqual(substance(plain));
    // Two whole experiments: half a minute on an idle machine.
  }, 180_000);

  it('leaves points that a later measurement in full takes up', async () => {
    const full = await run(HOPELESS);
    const kept = full.clips[0]?.points.filter((point) => point.kept).map((point) => point.quality_control);
    expect(kept?.toSorted()).toEqual([26, 31]);
    const fresh = await run(HOPELESS, await experiments.emptyStore());
    expect(substance(full)).toEqual(substance(fresh));
  });

  it('without the champion points in the store, is held against the anchor', async () => {
    const result = await run(
      { ...HOPELESS, control: CHAMPION, screening: { clips: 2, rate_points: 2 } },
      await experiments.emptyStore(),
    );
    expect(result.screening).toMatchObject({
      decision: 'screened out',
      rival: 'anchor',
      configuration: null,
      clips: [
        { name: 'first', champion: null, psnr_yuv: { rival_percent: 0 } },
        { name: 'second', champion: null },
      ],
    });
  });

  it.each([{ replicate_of: 'experiment-1' }, { confirm: true }])(
    'never is what repeats or confirms: %o',
    async (change) => {
      const result = await run({
        ...{ ...HOPELESS, clips: [smallClip('first')], control: CHAMPION, screening: SCREENING },
        ...change,
      });
      expect(result.screening).toBeNull();
      expect(result.bd_rate.psnr_yuv.percent).toBeGreaterThan(100);
    },
  );

  it('given a clip that fails beside one that waits for it, ends with that failure', async () => {
    const clips = [
      smallClip('first'),
      { kind: 'stored' as const, name: 'missing', key: 'clips/test/missing.mkv' },
    ];
    const result = await run({
      ...{ ...HOPELESS, clips, control: CHAMPION },
      screening: { clips: 2, rate_points: 2 },
    });
    expect(result).toMatchObject({
      status: 'failed',
      failure: { class: 'clip-unreadable' },
      screening: null,
    });
  });
});

describe('the hash of a spec', () => {
  it('does not tell a screened experiment from one that is not', () => {
    const spec = smallSpec('libx264');
    expect(specHash({ ...spec, screening: SCREENING })).toBe(specHash(spec));
  });
});

function floorOf({ operating_point }: Pick<ClipResult, 'operating_point'>): boolean {
  return operating_point.reached;
}
