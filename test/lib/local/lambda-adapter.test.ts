import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LocalLambda } from '../../../lib/local/lambda-adapter.ts';

const FUNCTION = `
  let calls = 0;
  export async function handler(event, context) {
    calls += 1;
    if (event.throw) throw Object.assign(new Error(event.throw), { name: 'InvalidRunInput' });
    if (event.hang) await new Promise(() => {});
    if (event.exit) process.exit(3);
    for (const line of event.print ?? []) console.log(line);
    return { calls, event, left: context.getRemainingTimeInMillis(), seen: { ...process.env } };
  }`;

let folder: string;
const printed: string[] = [];
const open: LocalLambda[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codec-lab-lambda-'));
  writeFileSync(join(folder, 'index.mjs'), FUNCTION);
});
afterEach(() => Promise.all(open.splice(0).map((lambda) => lambda.close())));
afterAll(() => rm(folder, { recursive: true, force: true }));

function lambda(timeoutSeconds = 5) {
  const started = new LocalLambda(
    {
      name: 'Planner',
      module: join(folder, 'index.mjs'),
      exportName: 'handler',
      timeoutSeconds,
      environment: { FROM_TEMPLATE: 'template', BOTH: 'template' },
    },
    { environment: { BOTH: 'machine' }, log: (text) => printed.push(text) },
  );
  open.push(started);
  return started;
}

describe('a Lambda on this machine', () => {
  it('gives what lambda:invoke gives, and stays warm between calls', async () => {
    const planner = lambda();
    await planner.invoke({ a: 1 });
    expect(await planner.invoke({ a: 2 })).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: { calls: 2, event: { a: 2 } },
    });
  });

  it("sees the template's and the machine's variables and nothing of this process", async () => {
    const { Payload } = await lambda().invoke({});
    expect((Payload as { seen: unknown }).seen).toEqual({ FROM_TEMPLATE: 'template', BOTH: 'machine' });
  });

  it('fails by the name of what was thrown, with the cause as AWS words it', async () => {
    const failure = await lambda()
      .invoke({ throw: 'arms is 0' })
      .catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'InvalidRunInput' });
    expect(JSON.parse((failure as Error).message)).toMatchObject({
      errorType: 'InvalidRunInput',
      errorMessage: 'arms is 0',
    });
  });

  it('is ended by its own timeout and answers the next call', async () => {
    const planner = lambda(0.5);
    await expect(planner.invoke({ hang: true })).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
    expect(await planner.invoke({})).toMatchObject({ Payload: { calls: 1 } });
  });

  it('that ends its own process fails by name and answers the next call', async () => {
    const planner = lambda();
    await expect(planner.invoke({ exit: true })).rejects.toMatchObject({ name: 'Runtime.ExitError' });
    expect(await planner.invoke({})).toMatchObject({ Payload: { calls: 1 } });
  });

  it('has printed into the log when its answer is there, so that nothing is lost where it is closed then', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `metric ${index}`);
    await lambda().invoke({ print: lines });
    expect(printed.join('').trim().split('\n')).toEqual(lines);
  });
});
