import { join } from 'node:path';
import { openMonth } from '../../lambdas/planner/budget/run-budget.ts';
import { type LedgerMonth, monthOf } from '../../lambdas/shared/ledger/entries.ts';
import { ENVIRONMENT, STATES } from '../../lambdas/shared/names.ts';
import { type LabSettingsInput, parseSettings } from '../../lambdas/shared/settings.ts';
import { releaseLock } from '../../lambdas/shared/stores/iteration-lock.ts';
import { getMonth } from '../../lambdas/shared/stores/ledger-store.ts';
import type { PlannerAnswer } from '../../lambdas/shared/workflow.ts';
import { settleInterrupted } from '../../lib/local/interrupted.ts';
import { type OpenPrograms, openPrograms } from '../../lib/local/iteration.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import { type Ending, localExecutionId, runWorkflow } from '../../lib/local/workflow.ts';
import { type FailingTables, failingTables } from './failing-tables.ts';
import { Faults, type Recovery } from './faults.ts';
import { faultyHandlers } from './faulty-handlers.ts';
import { mortal } from './killed.ts';
import { simulatedTask } from './simulated-task.ts';

export const CAMPAIGN = 'soak';

/** Settings under which neither money nor time ends the run, and a model that does not answer is soon given up. */
const SETTINGS: LabSettingsInput = {
  ...{ monthly_cap_usd: 100_000, run_cap_usd: 1000, cpu_seconds_per_arm: 400, circuit_failures: 50 },
  llm: { monthly_cap_usd: 10_000, run_cap_usd: 100, timeout_seconds: 0.3 },
};
/** Arms of an iteration at most. */
const MOST_ARMS = 3;
const TABLES_ADDRESS = 'AWS_ENDPOINT_URL_DYNAMODB';
const FIRST = Date.parse('2026-01-01T00:00:00Z');
const HOURS_BETWEEN = 6;

/** What a run came to beside what it stored. */
export interface Soaked {
  readonly faults: Faults;
  readonly endings: readonly (Ending | 'killed')[];
  /** Ids of the executions that were killed. */
  readonly killed: ReadonlySet<string>;
  /** Ids of the executions whose planning broke off, before or after it had written its plan: nothing of it was run. */
  readonly unanswered: ReadonlySet<string>;
  /** The month's ledger after each iteration. */
  readonly ledger: readonly LedgerMonth[];
  /** What another execution was told that wanted to plan while one was at work. */
  readonly intruders: readonly PlannerAnswer[];
}

/** Runs so many iterations through the real functions and the synthesised workflow; only the task is simulated. */
export async function soak(
  laboratory: Laboratory,
  { seed, iterations, caps = {} }: { seed: number; iterations: number; caps?: LabSettingsInput },
): Promise<Soaked> {
  const settings = JSON.stringify({ ...SETTINGS, ...caps });
  const { environment } = laboratory;
  const ground = { ...laboratory, environment: { ...environment, [ENVIRONMENT.settings]: settings } };
  await using failing = await failingTables(environment[TABLES_ADDRESS] ?? '');
  const failingGround = {
    ...laboratory,
    environment: { ...ground.environment, [TABLES_ADDRESS]: failing.endpoint },
  };
  await using functions = openPrograms(failingGround, join(laboratory.folder, 'logs'));
  await using beside = openPrograms(ground, join(laboratory.folder, 'logs'));
  const run = new Run(ground, { functions, beside, failing }, new Faults(seed));
  for (let iteration = 0; iteration < iterations; iteration++) await run.iterate(iteration);
  await run.end();
  return run;
}

interface Programs {
  readonly functions: OpenPrograms;
  readonly beside: OpenPrograms;
  /** The tables of `functions`. */
  readonly failing: FailingTables;
}

class Run implements Soaked {
  readonly faults: Faults;
  readonly endings: (Ending | 'killed')[] = [];
  readonly intruders: PlannerAnswer[] = [];
  readonly killed = new Set<string>();
  readonly unanswered = new Set<string>();
  readonly ledger: LedgerMonth[] = [];
  readonly #laboratory: Laboratory;
  readonly #programs: Programs;
  #late: (() => Promise<unknown>)[] = [];

  constructor(laboratory: Laboratory, programs: Programs, faults: Faults) {
    this.#laboratory = laboratory;
    this.#programs = programs;
    this.faults = faults;
  }

  async iterate(iteration: number): Promise<void> {
    const ending = await this.#execute(iteration, this.faults.kill(iteration));
    this.endings.push(ending);
    if (this.faults.call(STATES.plan, iteration) === 'broken off')
      this.unanswered.add(executionOf(iteration));
    if (ending === 'killed') {
      this.killed.add(executionOf(iteration));
      await this.#recover(iteration, this.faults.recovery(iteration));
    }
    this.ledger.push(await getMonth(this.#laboratory.tables, monthOf(new Date())));
  }

  /** What a person would find at the next start, after everything that was still to be delivered. */
  async end(): Promise<void> {
    await this.#deliverLate();
    await settleInterrupted(this.#laboratory, CAMPAIGN);
    await this.#settleForgotten();
  }

  /** What the first planning of a later day does with money that a planning set aside which broke off before its plan. */
  async #settleForgotten(): Promise<void> {
    const { tables } = this.#laboratory;
    const later = new Date(Date.now() + 12 * 3_600_000);
    const own = { campaign: CAMPAIGN, reasoningId: '', now: () => later };
    await openMonth({ ...own, tables, settings: parseSettings({}) });
  }

  async #execute(iteration: number, place: string): Promise<Ending | 'killed'> {
    const { tables, store, assembly } = this.#laboratory;
    const { functions, beside, failing } = this.#programs;
    const owed = this.#late;
    this.#late = [];
    const handlers = faultyHandlers({
      functions: functions.handlers,
      beside: beside.handlers,
      task: simulatedTask({ tables, store, faultOf: (id) => this.faults.task(id) }),
      ...{ failing, faults: this.faults },
      iteration,
      startedAt: this.#startOf(iteration),
      deliverLate: (delivery) => this.#late.push(delivery),
    });
    const plan = handlers[STATES.plan];
    const { handlers: all, death } = mortal(
      {
        ...handlers,
        [STATES.plan]: async (input) => {
          const answer = await plan?.(input);
          for (const delivery of owed) await delivery();
          await this.#intrude(input as object, iteration);
          return answer;
        },
      },
      place,
    );
    const workflow = runWorkflow(assembly, {
      id: executionOf(iteration),
      input: { campaign: CAMPAIGN, arms: this.faults.arms(iteration, MOST_ARMS) },
      handlers: all,
      onState: () => undefined,
      retryWaits: Object.fromEntries(Object.keys(all).map((state) => [state, 1])),
    });
    const ending = await Promise.race([workflow, death]);
    // A conclusion that broke off may not have given the lock back; on this machine the command does.
    if (ending !== 'killed' && ending.kind === 'failed') await releaseLock(tables, executionOf(iteration));
    return ending;
  }

  /** Another execution that wants to plan while this one has the lock. */
  async #intrude(input: object, iteration: number): Promise<void> {
    const other = {
      execution_id: localExecutionId(`intruder-${iteration}`),
      started_at: this.#startOf(iteration),
    };
    const answer = await this.#programs.beside.handlers[STATES.plan]?.({ ...input, ...other });
    this.intruders.push(answer as PlannerAnswer);
  }

  #startOf(iteration: number): string {
    const hours = iteration * HOURS_BETWEEN + this.faults.skewHours(iteration);
    return new Date(FIRST + hours * 3_600_000).toISOString();
  }

  async #recover(iteration: number, recovery: Recovery): Promise<void> {
    switch (recovery) {
      case 'the same execution runs again':
        this.endings.push(await this.#execute(iteration, 'nowhere'));
        return;
      case 'a start-up settles it':
        await settleInterrupted(this.#laboratory, CAMPAIGN);
        return;
      case 'its lease runs out':
        // What the lock's time does when nobody gives it back.
        await releaseLock(this.#laboratory.tables, executionOf(iteration));
    }
  }

  async #deliverLate(): Promise<void> {
    const owed = this.#late;
    this.#late = [];
    for (const delivery of owed) await delivery();
  }
}

/** Id of the execution of an iteration. */
export function executionOf(iteration: number): string {
  return localExecutionId(`soak-${iteration}`);
}
