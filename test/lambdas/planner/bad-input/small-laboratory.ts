import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import { ALL_SPACES, findEncoderSpace } from '../../../../codec-task/codecs/spaces.ts';
import { askClaude } from '../../../../lambdas/planner/llm/ask-claude.ts';
import { planIteration } from '../../../../lambdas/planner/plan-iteration.ts';
import { handle } from '../../../../lambdas/recorder/handle.ts';
import { artifactKeys } from '../../../../lambdas/shared/keys.ts';
import { ReasoningRecord } from '../../../../lambdas/shared/reasoning.ts';
import type { ExperimentResult } from '../../../../lambdas/shared/result.ts';
import { type LabSettingsInput, parseSettings } from '../../../../lambdas/shared/settings.ts';
import { parameterFaults } from '../../../../lambdas/shared/space.ts';
import type { ArtifactStore } from '../../../../lambdas/shared/stores/artifact-store.ts';
import type { Tables } from '../../../../lambdas/shared/stores/document-client.ts';
import { getExperiment, readHistory } from '../../../../lambdas/shared/stores/experiment-store.ts';
import { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';
import { getReasoning } from '../../../../lambdas/shared/stores/reasoning-store.ts';
import type { PlannerAnswer } from '../../../../lambdas/shared/workflow.ts';
import { simulatedResult } from '../../../soak/simulated-result.ts';
import { type FakeClaude, type ScriptedAnswer, startFakeClaude } from '../../../support/fake-claude.ts';
import { startTables } from '../../../support/tables.ts';

export const CAMPAIGN = 'default';
const NOW = '2026-11-23T06:00:05Z';

/** One planning, as a test wants it. */
export interface Asked {
  readonly input?: unknown;
  /** Name of the execution. */
  readonly execution?: string;
  readonly startedAt?: string;
  readonly now?: () => Date;
  readonly settings?: LabSettingsInput;
  /** What Claude answers; absent: it is not asked. */
  readonly script?: readonly [ScriptedAnswer, ...ScriptedAnswer[]];
}

/** The planner and the recorder over tables in memory and a folder; the task is what a test puts there. */
export class SmallLaboratory implements AsyncDisposable {
  readonly tables: Tables;
  readonly store: ArtifactStore;
  readonly requests: FakeClaude['requests'][number][] = [];
  readonly #open: AsyncDisposableStack;

  private constructor(tables: Tables, store: ArtifactStore, open: AsyncDisposableStack) {
    this.tables = tables;
    this.store = store;
    this.#open = open;
  }

  static async open(): Promise<SmallLaboratory> {
    const open = new AsyncDisposableStack();
    const { tables, stop } = await startTables();
    open.defer(stop);
    const folder = await mkdtemp(join(tmpdir(), 'codec-lab-bad-input-'));
    open.defer(() => rm(folder, { recursive: true, force: true }));
    return new SmallLaboratory(tables, new FileArtifactStore(folder), open);
  }

  plan(asked: Asked = {}): Promise<PlannerAnswer> {
    const { input = {}, execution = 'arn:one', startedAt = '2026-11-23T06:00:00Z' } = asked;
    return this.planEvent({ input, execution_id: execution, started_at: startedAt }, asked);
  }

  /** The same from whatever the workflow might send. */
  async planEvent(event: unknown, { script, settings = {}, now }: Asked = {}): Promise<PlannerAnswer> {
    await using fake = await startFakeClaude(...(script ?? (['hang'] as const)));
    try {
      return await planIteration(
        {
          ...{ tables: this.tables, store: this.store, print: () => undefined },
          settings: parseSettings({ cpu_seconds_per_arm: 100_000, ...settings }),
          spaces: ALL_SPACES,
          now: now ?? (() => new Date(NOW)),
          findKey: async () => (script ? { key: 'sk-test' } : { reason: null }),
          ask: (context, findings, key, keeper) =>
            askClaude(context, findings, { key, keeper, environment: { ANTHROPIC_BASE_URL: fake.url } }),
        },
        event,
      );
    } finally {
      this.requests.push(...fake.requests);
    }
  }

  /** Records every arm of a plan with what a task would have left, and concludes it. */
  async measure(
    { arms, campaign, reasoning_id }: PlannerAnswer,
    changes: Partial<ExperimentResult> = {},
    { execution = 'arn:one', now = () => new Date(NOW) } = {},
  ): Promise<void> {
    const surroundings = {
      ...{ tables: this.tables, store: this.store, print: () => undefined, now },
      ...{ random: () => 0, wait: async () => undefined },
    };
    for (const arm of arms) {
      const row = await getExperiment(this.tables, campaign, arm.experiment_id);
      const [planned] = readHistory(row === undefined ? [] : [row]).records;
      if (planned === undefined) throw new Error(`${arm.experiment_id} has no readable row`);
      const result = JSON.stringify(simulatedResult(planned, changes));
      await this.store.put(artifactKeys.result(campaign, arm.experiment_id), result);
      await handle(surroundings, { action: 'record-result', ...arm });
    }
    const plan = { decision: 'run', reason: '', campaign, reasoning_id, arms, plan: null };
    await handle(surroundings, { action: 'conclude', execution_id: execution, state: { plan } });
  }

  /** Puts a row into the table of experiments as somebody else might. */
  async putRow(Item: Record<string, unknown>): Promise<void> {
    await this.tables.client.send(new PutCommand({ TableName: this.tables.experiments, Item }));
  }

  async reasoningOf({ campaign, reasoning_id }: PlannerAnswer): Promise<ReasoningRecord> {
    return ReasoningRecord.parse(await getReasoning(this.tables, campaign, reasoning_id ?? ''));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#open.disposeAsync();
  }
}

/** Expects that a plan was stored, can be run as it stands, and gives its reasons. @returns its reasoning */
export async function validPlan(
  laboratory: SmallLaboratory,
  answer: PlannerAnswer,
): Promise<ReasoningRecord> {
  expect(answer).toMatchObject({ decision: 'run' });
  const reasoning = await laboratory.reasoningOf(answer);
  const { experiments, root_cause, hypothesis } = reasoning;
  expect(answer.arms.map(({ experiment_id }) => experiment_id)).toEqual(
    experiments.map(({ experiment_id }) => experiment_id),
  );
  expect([root_cause, hypothesis].every((text) => text.length > 10)).toBe(true);
  expect(new Set(experiments.map(({ spec_hash }) => spec_hash)).size).toBe(experiments.length);
  for (const { spec, expected_bd_rate, purpose } of experiments) {
    const space = findEncoderSpace(spec);
    expect(space && parameterFaults(space, spec.parameters)).toEqual([]);
    expect(Object.values(expected_bd_rate).every(Number.isFinite)).toBe(true);
    expect(purpose).not.toBe('');
  }
  return reasoning;
}
