import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveCodec } from '../../../codec-task/codecs/resolve.ts';
import { probeIsolation } from '../../../codec-task/isolation/probe.ts';
import { runExperiment } from '../../../codec-task/measure/experiment.ts';
import { verifyResult } from '../../../codec-task/verify/verify-result.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { measurementOf } from '../../../lambdas/shared/measurement.ts';
import { ExperimentResult, type Isolation } from '../../../lambdas/shared/result.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { Verification } from '../../../lambdas/shared/verification.ts';
import { openBench, SMALL_CLIP, smallSpec } from '../../support/bench.ts';

const CODE = 'c'.repeat(64);
/** Whose control is measured beside the anchor's. */
const CHAMPION = { encoder: 'libx264', parameters: { preset: 'fast' } };
const KEY = artifactKeys.measurement('m-1');
let bench: Awaited<ReturnType<typeof openBench>>;
let isolation: Isolation;
/** As it was measured; each test changes a copy. */
let measured: ExperimentResult;
beforeAll(async () => {
  bench = await openBench();
  isolation = await probeIsolation(bench.tools, bench.signal);
  const result = await runExperiment({
    ...bench,
    ...{ campaign: 'measurements', experimentId: 'm-1', cores: 2, codeSha256: CODE, isolation },
    spec: { ...smallSpec('libx264', { preset: 'ultrafast' }), control: CHAMPION },
    resolve: resolveCodec,
    report: () => {},
    now: () => new Date(),
  });
  measured = ExperimentResult.parse(JSON.parse(JSON.stringify(result)));
  expect(measured.failure).toBeNull();
});
afterAll(() => bench.close());

/** A store with all that the measurement left, to spoil. */
let copies = 0;
async function copyOfStore(): Promise<FileArtifactStore> {
  const folder = join(bench.folder, `copy-${++copies}`);
  await cp(join(bench.folder, 'artifacts'), folder, { recursive: true });
  return new FileArtifactStore(folder);
}

async function verify(
  result: ExperimentResult,
  { store = bench.store, row = null }: { store?: FileArtifactStore; row?: unknown } = {},
): Promise<Verification> {
  const verification = await verifyResult({
    ...bench,
    ...{ key: KEY, result, row, store, isolation, codeSha256: CODE, cores: 2 },
    report: () => {},
    now: () => new Date(),
  });
  return Verification.parse(verification);
}

const pathsOf = ({ differences }: Verification) => differences.map(({ path }) => path);
const pointsOf = ({ clips }: ExperimentResult) =>
  clips.reduce((count, { points, anchor }) => count + points.length + anchor.points.length, 0);
const keyOfPoint = (index: number) => {
  const key = measured.clips[0]?.points[index]?.bitstream_key;
  if (key == null) throw new Error(`the measurement has no point ${index}`);
  return key;
};

/** Numbers and hashes of the measurement that follow from its bitstreams, by the path that a difference has. */
const FOLLOWS =
  /^(clips\[0\]\.(anchor\.)?points\[\d+\]\.(bytes|bitstream_bytes|side_bytes|decoder_bytes|header_bytes|bitrate_mbps|psnr_\w+|ssim\w*|ms_ssim\w*|frames|\w+_sha256)|clips\[0\]\.(anchor\.)?operating_point\.(bitrate_mbps|quality_control|psnr_yuv|ssim)|clips\[0\]\.bd_rate\.\w+\.(percent|overlap)|clips\[0\]\.rate_differences\[\d+\]\.\w+|clips\[0\]\.source\.(frames_sha256|start_seconds)|clips\[0\]\.source\.scene\.(frames|width|height|luminance|flat_share|noise_sigma|(spatial_information|temporal_information)\.(max|mean)|motion\.(mean|p95|followed_share|explained_share))|bd_rate\.\w+\.(percent|overlap)|(anchor_)?operating_point\.(bitrate_mbps|psnr_yuv|ssim)|controls\.controls\[[01]\]\.(bd_rate_percent|drift_percent|fingerprint)|fingerprint|scores_fingerprint|spec_hash)$/;

/** A copy with every value that follows from the bitstreams a little off, and the paths of these. */
function withEveryFigureOff(value: unknown, path = ''): { changed: unknown; paths: string[] } {
  if (value !== null && typeof value === 'object') {
    const inner = Object.entries(value).map(([name, part]) => {
      const at = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      return [name, withEveryFigureOff(part, at)] as const;
    });
    const parts = inner.map(([name, { changed }]) => [name, changed] as const);
    return {
      changed: Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts),
      paths: inner.flatMap(([, { paths }]) => paths),
    };
  }
  if (!FOLLOWS.test(path) || value === null) return { changed: value, paths: [] };
  if (typeof value === 'number')
    return { changed: Number.isInteger(value) ? value + 1 : value + 2e-6, paths: [path] };
  return { changed: `${String(value)}0`, paths: [path] };
}

describe('a stored result', () => {
  it('is found again, every number of it', async () => {
    const row = { ...measured, measurement: measurementOf(measured) };
    const verification = await verify(measured, { row });
    expect(verification.differences).toEqual([]);
    expect(verification).toMatchObject({ row: true, surroundings: [], isolation });
    expect(verification.bitstreams).toBe(pointsOf(measured));
    expect(verification.checked).toBeGreaterThan(500);
  });

  it('given every figure a little off, names each of them', async () => {
    const { changed, paths } = withEveryFigureOff(measured);
    expect(paths.length).toBeGreaterThan(150);
    const found = new Set(pathsOf(await verify(ExperimentResult.parse(changed))));
    expect(paths.filter((path) => !found.has(path))).toEqual([]);
  });

  it('given controls that say they are sound and are not, names what does not fit', async () => {
    const changed = structuredClone(measured);
    const [anchor, _champion, bad] = changed.controls?.controls ?? [];
    if (anchor === undefined || bad === undefined) throw new Error('there are no controls');
    Object.assign(anchor, { encoder: 'libx264' });
    Object.assign(bad, { bd_rate_percent: 3 });
    expect(pathsOf(await verify(changed))).toEqual(['controls.sound', 'controls.controls[0].encoder']);
  });

  it("given another champion's control than the one that was measured, names its configuration and every figure", async () => {
    expect(measured.controls?.controls[1]).toMatchObject({ role: 'champion', ...CHAMPION, drift_percent: 0 });
    const changed = structuredClone(measured);
    const other = { parameters: { preset: 'slow' }, bd_rate_percent: -60, drift_percent: 0.1 };
    Object.assign(changed.controls?.controls[1] ?? {}, { ...other, fingerprint: '0'.repeat(64) });
    expect(pathsOf(await verify(changed))).toEqual(
      ['parameters.preset', 'bd_rate_percent', 'drift_percent', 'fingerprint'].map(
        (name) => `controls.controls[1].${name}`,
      ),
    );
  });

  it("given a champion's control whose reading is gone, computes none of its figures", async () => {
    const changed = structuredClone(measured);
    Object.assign(changed.controls?.controls[1] ?? {}, { bd_rate_percent: -60 });
    expect(
      pathsOf(await verify(changed, { store: new FileArtifactStore(join(bench.folder, 'empty')) })),
    ).not.toContain('controls.controls[1].bd_rate_percent');
  });

  it('given another program, computes no figure of a control from what that one never kept', async () => {
    const changed = structuredClone(measured);
    Object.assign(changed.environment, { code_sha256: 'd'.repeat(64) });
    Object.assign(changed.controls?.controls[0] ?? {}, { fingerprint: '0'.repeat(64) });
    expect(pathsOf(await verify(changed))).toEqual([]);
  });

  it('given a changed, a halved and a missing bitstream, names each and nothing that follows from others', async () => {
    const store = await copyOfStore();
    const [changed, halved, missing] = [0, 1, 2].map(keyOfPoint) as [string, string, string];
    const bytes = Buffer.from((await store.get(changed)) ?? []);
    const place = Math.floor(bytes.length / 2);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    await store.put(changed, bytes);
    await store.put(halved, Buffer.from((await store.get(halved)) ?? []).subarray(0, place));
    await rm(join(bench.folder, `copy-${copies}`, missing));

    const { differences, bitstreams } = await verify(measured, { store });
    const paths = differences.map(({ path }) => path);
    expect(paths).toContain('clips[0].points[0].bitstream_sha256');
    for (const name of ['bitstream_sha256', 'bytes', 'bitrate_mbps'])
      expect(paths).toContain(`clips[0].points[1].${name}`);
    expect(differences).toContainEqual({
      path: 'clips[0].points[2].bitstream_key',
      stored: missing,
      again: `no artifact ${missing} in the store`,
    });
    expect(paths.filter((path) => /points\[3\]|anchor\.points/.test(path))).toEqual([]);
    expect(bitstreams).toBeLessThan(pointsOf(measured));
  });

  it('given the spec of another configuration and a point left out, finds that calls and curve are others', async () => {
    const [clip] = measured.clips;
    if (clip === undefined) throw new Error('the measurement has no clip');
    const result = {
      ...measured,
      spec: { ...measured.spec, parameters: { preset: 'medium' } },
      clips: [{ ...clip, points: clip.points.slice(1) }],
    };
    const paths = pathsOf(await verify(result));
    for (const path of ['spec_hash', 'clips[0].points[0].argv_sha256', 'fingerprint'])
      expect(paths).toContain(path);
  });

  it('given another clip, finds that it is not the one that was measured', async () => {
    const clips = [{ ...SMALL_CLIP, recipe: 'moving-objects' as const }];
    const result = { ...measured, spec: { ...measured.spec, clips } } as ExperimentResult;
    expect(pathsOf(await verify(result))).toContain('clips[0].source.frames_sha256');
  });

  it('given a row that says something else, names it; given another machine, tells it and excuses nothing', async () => {
    const measurement = { ...measurementOf(measured), bd_rate_percent: -90 };
    const environment = { ...measured.environment, architecture: 'riscv64' };
    const result = { ...measured, environment };
    const { surroundings, differences } = await verify(result, { row: { ...measured, measurement } });
    expect(differences).toMatchObject([{ path: 'row.measurement.bd_rate_percent', stored: '-90' }]);
    expect(surroundings).toEqual([
      { name: 'architecture', recorded: 'riscv64', here: measured.environment.architecture },
    ]);
  });
});
