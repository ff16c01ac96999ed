import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { STATES } from '../../lambdas/shared/names.ts';
import type { ProgressEvent } from '../../lambdas/shared/progress.ts';
import type { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import { readLastReasoning } from '../../lib/local/read-iteration.ts';
import type { Ending, StateEvent } from '../../lib/local/workflow.ts';
import { freshFolder, lockIsFree, openTestLaboratory } from './laboratory.ts';

/** One fewer than the default, so that HEVC and H.264 are measured beside one encoder that is searched. */
const ARMS = 3;

interface Iteration {
  readonly ending: Ending;
  readonly states: readonly StateEvent[];
  readonly progress: readonly ProgressEvent[];
  readonly reasoning: ReasoningRecord | undefined;
  /** Newest first, of all iterations so far. */
  readonly records: readonly ExperimentRecord[];
}

async function iterate(laboratory: Laboratory, name: string): Promise<Iteration> {
  const states: StateEvent[] = [];
  const progress: ProgressEvent[] = [];
  const ending = await runIteration(laboratory, {
    name,
    input: { arms: ARMS },
    onState: (event) => void states.push(event),
    onProgress: (event) => progress.push(event),
  });
  const reasoning = await readLastReasoning(laboratory.tables, 'default');
  const { records } = await recentExperiments(laboratory.tables, 'default', 50);
  return { ending, states, progress, reasoning, records };
}

describe('two iterations in one data folder, the laboratory closed in between', () => {
  const { folder, remove } = freshFolder();
  let laboratory: Laboratory;
  let first: Iteration;
  let second: Iteration;

  beforeAll(async () => {
    const before = await openTestLaboratory(folder);
    first = await iterate(before, 'first');
    await before[Symbol.asyncDispose]();
    laboratory = await openTestLaboratory(folder);
    second = await iterate(laboratory, 'second');
  });
  afterAll(async () => {
    await laboratory[Symbol.asyncDispose]();
    await remove();
  });

  it('end in Done with every arm measured', () => {
    for (const { ending, states } of [first, second]) {
      expect(ending).toMatchObject({ kind: 'done', plan: { decision: 'run' } });
      expect(states.at(-1)).toMatchObject({ kind: 'exited', state: STATES.done });
    }
    expect(first.records).toHaveLength(ARMS);
    expect(second.records).toHaveLength(2 * ARMS);
    for (const record of second.records)
      expect(record).toMatchObject({ status: 'succeeded', verdict: expect.any(String), failure: null });
  });

  it('measure against HEVC, and the anchor against itself is zero', () => {
    const anchorItself = first.records.find(
      ({ spec }) => spec.encoder === 'libx265' && (spec.parameters['preset'] ?? 'medium') === 'medium',
    );
    expect(anchorItself?.measurement?.bd_rate_percent).toBe(0);
    const h264 = first.records.find(({ spec }) => spec.encoder === 'libx264');
    expect(h264?.measurement?.bd_rate_percent).toBeGreaterThan(0);
  });

  it('leave a valid result.json with at least four rate points per clip for each arm', async () => {
    for (const { campaign, experiment_id } of second.records) {
      const text = await getText(laboratory.store, artifactKeys.result(campaign, experiment_id));
      const { clips, status } = ExperimentResult.parse(JSON.parse(text ?? ''));
      expect(status).toBe('succeeded');
      for (const { source, points } of clips) {
        expect(source.kind).toBe('synthetic');
        expect(points.length).toBeGreaterThanOrEqual(4);
      }
    }
  });

  it('report their progress from zero to the end', () => {
    for (const { progress } of [first, second]) {
      const finished = progress.filter(({ event }) => event === 'experiment-finished');
      expect(finished).toHaveLength(ARMS);
      expect(progress.filter(({ event }) => event === 'step').length).toBeGreaterThan(20);
    }
  });

  it('keep the reasoning, and its outcome beside it', () => {
    expect(first.reasoning).toMatchObject({ mode: 'fallback', fallback_reason: null });
    expect(first.reasoning?.outcome).not.toBeNull();
    expect(second.reasoning?.outcome).not.toBeNull();
  });

  it('plan different things, the second because of the first', () => {
    expect(second.records.slice(ARMS)).toEqual(first.records);
    const specs = second.records.map(({ spec_hash }) => spec_hash);
    expect(new Set(specs).size).toBe(2 * ARMS);
    expect(second.reasoning?.root_cause).not.toBe(first.reasoning?.root_cause);
    expect(second.reasoning?.hypothesis).not.toBe(first.reasoning?.hypothesis);
    const evidence = second.reasoning?.insights.flatMap((insight) => insight.evidence) ?? [];
    const earlier = first.records.map(({ experiment_id }) => experiment_id);
    expect(evidence.some((id) => earlier.includes(id))).toBe(true);
  });

  it('measure what each clip is like once, and remember the tune clips alone with what came out best on each', async () => {
    const { clips = [] } = first.records[0]?.spec ?? {};
    const tune = clips.filter(({ set }) => set === undefined || set === 'tune').map(({ name }) => name);
    expect(await laboratory.store.list('scenes/')).toHaveLength(clips.length);
    const { scenes } = await getSummary(laboratory.tables, 'default');
    expect(scenes?.clips.map(({ name }) => name).sort()).toEqual([...tune].sort());
    const measured = new Map(second.records.map((record) => [record.experiment_id, record.measurement]));
    expect(scenes?.best.length).toBeGreaterThan(1);
    for (const { experiment_id, bd_rate_percent, rates } of scenes?.best ?? []) {
      expect(measured.get(experiment_id)?.bd_rate_percent).toBe(bd_rate_percent);
      expect(rates).toHaveLength(tune.length);
    }
  });

  it('count everything once and leave the lock free', async () => {
    const summary = await getSummary(laboratory.tables, 'default');
    expect(summary.counts).toMatchObject({ succeeded: 2 * ARMS, failed: 0 });
    expect(await lockIsFree(laboratory)).toBe(true);
  });
});
