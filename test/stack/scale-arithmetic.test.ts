import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Arm } from '../../lambdas/shared/workflow.ts';
import { scaleOf, scaleTable } from '../../lib/scale-arithmetic.ts';

describe('the scale of an experiment', () => {
  const scale = { clips: 24, clipsPerTask: 8, cpuSecondsPerClip: 600, maxConcurrency: 1 };

  it('is one task first and waves of the others, each as long as is set aside for its clips', () => {
    // given three tasks of 180 + 2 x 4800 / 2.4 seconds, one after the other, of 0.16522 USD an hour
    const hours = (3 * 4180) / 3600;
    // then
    expect(scaleOf(scale)).toMatchObject({ tasks: 3, vcpus: 4, mergedBytes: 24 * 25 * 1024 });
    expect(scaleOf(scale).hours).toBeCloseTo(hours, 6);
    expect(scaleOf(scale).usd).toBeCloseTo(hours * 0.16522, 6);
    expect(scaleOf({ ...scale, maxConcurrency: 2 }).hours).toBeCloseTo((2 * 4180) / 3600, 6);
  });

  it('costs the same money however many tasks run side by side', () => {
    expect(scaleOf({ ...scale, maxConcurrency: 100 }).usd).toBe(scaleOf(scale).usd);
  });

  it('counts no item smaller than it is, with ids of the usual length', () => {
    const reasoning_id = '20261123T173557Z-49e15cd3';
    const ids = { campaign: 'default', experiment_id: `${reasoning_id}-02`, reasoning_id };
    const item = JSON.stringify(Arm.parse({ ...ids, shard: '9999' }));
    const { itemsBytes, tasks } = scaleOf(scale);
    expect(Buffer.byteLength(item)).toBeLessThan(itemsBytes / (tasks - 1));
  });

  it('stands in the document as it is computed', () => {
    expect(readFileSync('docs/scale.md', 'utf8')).toContain(`\n${scaleTable()}\n`);
  });
});
