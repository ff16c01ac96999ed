import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { getText } from '../../../lambdas/shared/stores/artifact-store.ts';
import { settleInterrupted } from '../../../lib/local/interrupted.ts';
import { type Ending, localExecutionId } from '../../../lib/local/workflow.ts';
import { lockIsFree, testLaboratory } from '../../workflow/laboratory.ts';
import { everyStoredReasoning, ledgerOf, wholeHistory } from '../account.ts';
import { faultTableText } from '../fault-table.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { type ControlPlane, openControlPlane } from './control-plane.ts';
import { AFTER, CAMPAIGN, canMount, iterate, PROCESS_FAULTS, type ProcessFault } from './really-killed.ts';
import { runningTasks } from './task-processes.ts';

/** Twenty of the five hundred, and each kind once among the fifty. */
const ITERATIONS = inject('soakIterations') >= 500 ? 20 : PROCESS_FAULTS.length;

/** Classes of failure by which each may end; `succeeded` where the machine rides it out or the fault came too late. */
const ENDS: Readonly<Record<ProcessFault, readonly string[]>> = {
  'SIGTERM, then SIGKILL': ['stopped', 'out-of-memory', 'succeeded'],
  'SIGKILL at a random moment': ['out-of-memory', 'succeeded'],
  'ffmpeg hangs, then SIGTERM': ['stopped'],
  'disk full': ['disk-full'],
  'S3 answers the first two requests for each object with 503': ['succeeded'],
  'S3 answers every request with 503': ['infrastructure'],
  'S3 is slow': ['succeeded'],
  'execution aborted, its task left behind': ['stopped'],
};

describe.skipIf(process.platform !== 'linux')(
  `${ITERATIONS} iterations whose processes are really killed`,
  () => {
    const laboratory = testLaboratory();
    const open = new AsyncDisposableStack();
    const faults: ProcessFault[] = [];
    const endings: (Ending | 'killed')[] = [];
    let bucket: Bucket;
    let controls: ControlPlane;

    beforeAll(async () => {
      bucket = open.use(await openBucket(laboratory().store));
      controls = open.use(await openControlPlane());
      const possible = PROCESS_FAULTS.filter(
        (fault) => fault !== 'disk full' || canMount(join(laboratory().folder, 'small-disk')),
      );
      if (possible.length < PROCESS_FAULTS.length)
        process.stderr.write('disk full: left out, this machine lets no small file system be mounted\n');
      for (let iteration = 0; iteration < ITERATIONS; iteration++) {
        const fault = possible[iteration % possible.length] ?? PROCESS_FAULTS[0];
        faults.push(fault);
        endings.push(await iterate({ laboratory: laboratory(), bucket, controls }, iteration, fault));
      }
      await settleInterrupted(laboratory(), CAMPAIGN);
    }, ITERATIONS * 60_000);
    afterAll(() => open.disposeAsync());

    const records = async () => (await wholeHistory(laboratory().tables, CAMPAIGN)).records;
    /** The records of one iteration. */
    const recordsOf = async (iteration: number) => {
      const execution = localExecutionId(`killed-${iteration}`);
      const reasonings = await everyStoredReasoning(laboratory().tables, CAMPAIGN);
      const own = reasonings.find(({ execution_id }) => execution_id === execution);
      return (await records()).filter(({ reasoning_id }) => reasoning_id === own?.reasoning_id);
    };

    it('ended each in Done, and each experiment by the class of its fault', async () => {
      for (const ending of endings) expect(ending).toMatchObject({ kind: 'done' });
      for (const [iteration, fault] of faults.entries())
        for (const { failure, experiment_id } of await recordsOf(iteration))
          expect(ENDS[fault], `${experiment_id}: ${fault}: ${failure?.message}`).toContain(
            failure?.class ?? 'succeeded',
          );
    });

    it('lost nothing: each planned experiment has one record that has ended', async () => {
      const rows = [];
      for (const fault of new Set(faults)) {
        const hit = [...faults.keys()].filter((iteration) => faults[iteration] === fault);
        const ended = await Promise.all(hit.map(recordsOf));
        const whole = ended.filter(([record, ...others]) => record?.finished_at && others.length === 0);
        rows.push({ fault, times: hit.length, experiments: hit.length, lost: hit.length - whole.length });
      }
      process.stdout.write(`${faultTableText(rows)}\n`);
      expect(rows.filter(({ lost }) => lost > 0)).toEqual([]);
      const reasonings = await everyStoredReasoning(laboratory().tables, CAMPAIGN);
      const planned = reasonings.flatMap(({ experiments }) => experiments.map((each) => each.experiment_id));
      const history = await wholeHistory(laboratory().tables, CAMPAIGN);
      expect(history.unreadable).toEqual([]);
      expect(history.records.map(({ experiment_id }) => experiment_id).toSorted()).toEqual(
        planned.toSorted(),
      );
      expect(reasonings.filter(({ outcome }) => outcome === null)).toEqual([]);
    });

    it('stopped the tasks of aborted executions, kept what they had, and abandoned their experiments', async () => {
      for (const [iteration, fault] of faults.entries()) {
        if (fault !== 'execution aborted, its task left behind') continue;
        const [record] = await recordsOf(iteration);
        expect(record).toMatchObject({ status: 'abandoned' });
        const id = record?.experiment_id ?? '';
        expect(controls.stopped).toContain(id);
        const text = await getText(laboratory().store, artifactKeys.result(CAMPAIGN, id));
        expect(ExperimentResult.parse(JSON.parse(text ?? '')).status).toBe('partial');
        expect(await recordsOf(iteration + AFTER)).toMatchObject([{ status: 'succeeded' }]);
      }
    });

    it('left a ledger that balances, no lock that is held and no process that runs', async () => {
      const { months, entries } = await ledgerOf(laboratory().tables);
      const paid = entries.reduce((sum, { settled }) => sum + (settled ?? 0), 0);
      expect(months.flatMap(({ open: left }) => Object.keys(left))).toEqual([]);
      expect(months.reduce((sum, { total }) => sum + total, 0)).toBe(paid);
      expect(entries.map(({ id }) => id).toSorted()).toEqual(
        (await records()).map(({ experiment_id }) => experiment_id).toSorted(),
      );
      expect(await lockIsFree(laboratory())).toBe(true);
      expect(runningTasks()).toEqual([]);
    });
  },
);
