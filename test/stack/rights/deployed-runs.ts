import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { execa } from 'execa';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { getText } from '../../../lambdas/shared/stores/artifact-store.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { readAssembly } from '../../../lib/local/cloud-assembly.ts';
import { type TaskHandler, taskError } from '../../../lib/local/handler.ts';
import { localHandlers } from '../../../lib/local/handlers.ts';
import { LocalLambda } from '../../../lib/local/lambda-adapter.ts';
import { connectTables, createTables, startTableServer } from '../../../lib/local/tables.ts';
import { LocalTasks } from '../../../lib/local/task-adapter.ts';
import { type GivenInput, localExecutionId, runWorkflow } from '../../../lib/local/workflow.ts';
import { type Call, DEPLOYED } from './call.ts';
import { openCloud } from './cloud.ts';

/** Runs the synthesised programs as AWS would, against AWS on loopback. */
export interface DeployedLab extends AsyncDisposable {
  readonly calls: readonly Call[];
  /** Calls a function that no workflow calls. @param part of its name. @returns its answer as text. */
  invoke(part: string, event: unknown): Promise<string>;
  /** All that the programs have printed. */
  readonly printed: () => string;
  /** All that tables and bucket hold, as text. */
  kept(): Promise<string>;
  /** One iteration. @param fail takes the place of the task's own run. */
  run(name: string, input: GivenInput, fail?: { error: string; cause: unknown }): Promise<string>;
}

/**
 * @param directory of the cloud assembly.
 * @param secret content of the secret that the planner is told of.
 * @param claude address of what answers for the model.
 */
export async function openDeployedLab(
  directory: string,
  secret: string,
  claude: string,
): Promise<DeployedLab> {
  const assembly = readAssembly(directory);
  await using open = new AsyncDisposableStack();
  const folder = open.adopt(await mkdtemp(join(tmpdir(), 'codec-lab-deployed-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const server = open.adopt(await startTableServer(join(folder, 'tables')), ({ close }) => close());
  const tables = open.adopt(connectTables(server.endpoint), ({ client }) => client.destroy());
  await createTables(tables, assembly.tables);
  const store = new FileArtifactStore(join(folder, 'artifacts'));
  await storeClips(store, folder);
  const cloud = open.use(await openCloud({ tablesEndpoint: server.endpoint, store, secret }));
  /** Nothing of this machine: only where AWS is, and whose credentials these are. */
  const environment = (program: string) => ({
    PATH: process.env['PATH'] ?? '',
    TMPDIR: folder,
    ARTIFACTS_URL: `s3://${DEPLOYED.bucket}`,
    AWS_ENDPOINT_URL: cloud.url,
    AWS_REGION: DEPLOYED.region,
    AWS_ACCESS_KEY_ID: program,
    AWS_SECRET_ACCESS_KEY: `signing-key-of-${program}`,
    AWS_EC2_METADATA_DISABLED: 'true',
    ANTHROPIC_BASE_URL: claude,
  });
  let printed = '';
  const log = (text: string) => {
    printed += `${text}\n`;
  };
  const lambdas = new Map(
    [...assembly.lambdas].map(([arn, program]) => [
      arn,
      open.adopt(new LocalLambda(program, { environment: environment(program.name), log }), (lambda) =>
        lambda.close(),
      ),
    ]),
  );
  const tasks = new LocalTasks(assembly.task, {
    environment: environment(assembly.task.container),
    log,
    report: () => {},
  });
  const handlers = localHandlers(assembly, { lambdas, tasks, store });
  const held = open.move();
  return {
    calls: cloud.calls,
    invoke: async (part, event) => {
      const [, lambda] = [...lambdas].find(([arn]) => arn.includes(part)) ?? [];
      return String((await lambda?.invoke(event))?.Payload);
    },
    printed: () => printed,
    kept: async () => {
      const rows = await Promise.all(
        [tables.experiments, tables.reasoning].map((TableName) =>
          tables.client.send(new ScanCommand({ TableName })),
        ),
      );
      const keys = (await store.list('')).filter((key) => key.endsWith('.json'));
      const texts = await Promise.all(keys.map((key) => getText(store, key)));
      return JSON.stringify([rows.map(({ Items }) => Items), keys, texts]);
    },
    async run(name, input, fail) {
      const failing: TaskHandler = () => {
        throw taskError(fail?.error ?? '', fail?.cause);
      };
      const ending = await runWorkflow(assembly, {
        id: localExecutionId(name),
        input,
        handlers: fail === undefined ? handlers : { ...handlers, RunExperiment: failing },
        onState: () => {},
        retryWaits: { RunExperiment: 0 },
      });
      return ending.kind === 'failed' ? `${ending.error}: ${ending.cause}` : ending.kind;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** A person's own clips, so that clips are listed and fetched. */
async function storeClips(store: FileArtifactStore, folder: string): Promise<void> {
  const file = join(folder, 'clip.mkv');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=128x96:rate=25:duration=0.4'];
  await execa('ffmpeg', ['-v', 'error', ...picture, '-pix_fmt', 'yuv420p', '-c:v', 'ffv1', file]);
  const keys = [`${artifactKeys.clips('own')}clip.mkv`];
  // More than one task measures.
  keys.push(...['tune/a.mkv', 'tune/b.mkv'].map((name) => `${artifactKeys.clips('parts')}${name}`));
  for (const key of keys) await store.putFile(key, file);
}
