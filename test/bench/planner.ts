import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ALL_SPACES } from '../../codec-task/codecs/spaces.ts';
import { planIteration } from '../../lambdas/planner/plan-iteration.ts';
import type { Surroundings } from '../../lambdas/planner/surroundings.ts';
import { parseSettings } from '../../lambdas/shared/settings.ts';
import { putSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { emptySummary } from '../../lambdas/shared/summary.ts';
import { planned } from '../lambdas/planner/simulated-iterations.ts';
import { emptyContext, measured, rowsOf, summaryOf, trueBdRate } from '../lambdas/planner/simulated-world.ts';
import { startTables } from '../support/tables.ts';
import { median, rounded } from './median.ts';

const SIZES = [10, 1000, 10_000] as const;
const RUNS = 5;

/** Time and requests of one planning by rules, with so many recorded experiments. */
export async function measurePlanner() {
  const results = [];
  for (const size of SIZES) results.push(await measureSize(size));
  return results;
}

async function measureSize(size: number) {
  const started = await startTables();
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-bench-'));
  try {
    await fill(started.tables.client, started.tables.experiments, size);
    const milliseconds: number[] = [];
    let requests: string[] = [];
    for (let run = 0; run < RUNS; run++) {
      requests = [];
      const client = counting(started.tables.client, requests);
      const surroundings: Surroundings = {
        tables: { ...started.tables, client },
        store: new FileArtifactStore(folder),
        settings: parseSettings({}),
        spaces: ALL_SPACES,
        findKey: async () => ({ reason: null }),
        ask: () => Promise.reject(new Error('no model in a benchmark')),
        now: () => new Date(Date.UTC(2027, 0, 1) + run * 6 * 3_600_000),
        print: () => {},
      };
      const before = performance.now();
      const event = {
        input: {},
        execution_id: 'bench',
        started_at: new Date(Date.UTC(2027, 0, 1 + run)).toISOString(),
      };
      await planIteration(surroundings, event);
      milliseconds.push(performance.now() - before);
    }
    const isWrite = (name: string) => /^(Put|Update)/.test(name);
    return {
      experiments: size,
      median_ms: rounded(median(milliseconds), 1),
      reads: requests.filter((name) => !isWrite(name)).length,
      writes: requests.filter(isWrite).length,
    };
  } finally {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As many records as asked for, with the summary that the recorder would have kept. */
async function fill(client: DynamoDBDocumentClient, TableName: string, size: number): Promise<void> {
  const context = emptyContext();
  const proposal = await planned(context);
  let summary = emptySummary();
  let items: Record<string, unknown>[] = [];
  for (let count = 0; count < size; count++) {
    const row = rowsOf(context, proposal, count)[0];
    if (row === undefined) throw new Error('the plan for the benchmark is empty');
    const record = measured(row, trueBdRate(row.spec) + count / size);
    summary = summaryOf([record], summary);
    items.push(record);
    if (items.length === 25 || count === size - 1) {
      await client.send(
        new BatchWriteCommand({
          RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
      items = [];
    }
  }
  await putSummary({ client, experiments: TableName, reasoning: '' }, 'default', { ...summary, version: 1 });
}

function counting(client: DynamoDBDocumentClient, names: string[]): DynamoDBDocumentClient {
  return new Proxy(client, {
    get: (target, property) =>
      property === 'send'
        ? (command: Parameters<DynamoDBDocumentClient['send']>[0]) => {
            names.push(command.constructor.name);
            return target.send(command);
          }
        : Reflect.get(target, property),
  });
}
