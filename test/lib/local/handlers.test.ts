import { describe, expect, it } from 'vitest';
import type { ArtifactStore } from '../../../lambdas/shared/stores/artifact-store.ts';
import { localHandlers } from '../../../lib/local/handlers.ts';
import type { LocalLambda } from '../../../lib/local/lambda-adapter.ts';
import type { LocalTasks } from '../../../lib/local/task-adapter.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Recorder';

function handlersFor(state: Record<string, unknown>, payload: unknown = { ok: true }) {
  const lambda = { invoke: async () => ({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: payload }) };
  const inside = { StartAt: 'Work', States: { Work: { Type: 'Task', End: true, ...state } } };
  const definition = {
    StartAt: 'Each',
    States: { Each: { Type: 'Map', ItemProcessor: inside, End: true } },
  };
  return localHandlers({ definition, task: { family: 'Task' } } as never, {
    lambdas: new Map([[ARN, lambda as unknown as LocalLambda]]),
    tasks: {} as LocalTasks,
    store: {} as ArtifactStore,
  });
}

describe('what stands in for a state', () => {
  it.each([
    [
      'an unknown service',
      { Resource: 'arn:aws:states:::sns:publish', TimeoutSeconds: 5 },
      'only lambda:invoke',
    ],
    ['a function of nobody', { Resource: `${ARN}2`, TimeoutSeconds: 5 }, 'no such function'],
    [
      'an invocation of nobody',
      { Resource: 'arn:aws:states:::lambda:invoke', TimeoutSeconds: 5, Parameters: { FunctionName: 'x' } },
      'no function x',
    ],
    ['no timeout', { Resource: ARN }, 'its timeout is missing'],
    [
      'a timeout too long for a timer',
      { Resource: ARN, TimeoutSeconds: 99_999_999 },
      'its timeout is 99999999',
    ],
  ])('is missing for %s: refused before anything runs', (_what, state, sentence) => {
    expect(() => handlersFor(state)).toThrow(sentence);
  });

  it('gives the payload of a function, inside a Map too', async () => {
    const { Work } = handlersFor({ Resource: ARN, TimeoutSeconds: 5 });
    expect(await Work?.({})).toEqual({ ok: true });
  });

  it('holds input and output to the size that AWS allows', async () => {
    const state = { Resource: ARN, TimeoutSeconds: 5 };
    const large = 'x'.repeat(256 * 1024);
    await expect(handlersFor(state)['Work']?.(large)).rejects.toMatchObject({
      name: 'States.DataLimitExceeded',
    });
    await expect(handlersFor(state, large)['Work']?.({})).rejects.toMatchObject({
      name: 'States.DataLimitExceeded',
    });
  });
});
