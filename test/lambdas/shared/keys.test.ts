import { describe, expect, it } from 'vitest';
import { experimentId, iterationId } from '../../../lambdas/shared/keys.ts';

describe('the ids of an execution', () => {
  const id = (execution: string, at: string) => iterationId(execution, at);

  it('tell its start and are the same for every retry', () => {
    const first = id('arn:execution:1', '2026-11-23T06:00:00.123Z');

    expect(first).toMatch(/^20261123T060000Z-[0-9a-f]{8}$/);
    expect(id('arn:execution:1', '2026-11-23T06:00:00.123Z')).toBe(first);
    expect(id('arn:execution:1', '2026-11-23T07:00:00.123+01:00')).toBe(first);
    expect(id('arn:execution:2', '2026-11-23T06:00:00.123Z')).not.toBe(first);
  });

  it('sort by start time, the reasoning before its arms', () => {
    const early = id('arn:z', '2026-09-30T23:59:59Z');
    const late = id('arn:a', '2026-11-01T00:00:00Z');
    const inOrder = [early, experimentId(early, 0), experimentId(early, 7), late, experimentId(late, 0)];

    expect(inOrder.toSorted()).toEqual(inOrder);
    expect(experimentId(early, 0)).toBe(`${early}-01`);
  });
});
