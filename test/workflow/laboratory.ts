import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, inject } from 'vitest';
import { acquireLock, releaseLock } from '../../lambdas/shared/stores/iteration-lock.ts';
import { type Laboratory, openLaboratory } from '../../lib/local/laboratory.ts';

/** A fresh data folder; removed by the test that made it. */
export function freshFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'codec-lab-workflow-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * The local machine on the shared synthesis: small synthetic clips, two arms at once.
 * @param machine variables beside those that find programs; without any, Claude is not asked.
 */
export function openTestLaboratory(
  folder: string,
  machine: Readonly<Record<string, string>> = {},
): Promise<Laboratory> {
  return openLaboratory({
    folder,
    machine: { PATH: process.env['PATH'], TMPDIR: tmpdir(), ...machine },
    synthesise: () => inject('assemblyDirectory'),
  });
}

/** The same in a fresh folder for all tests of a file or a group: opened before them, closed and removed after them. */
export function testLaboratory(): () => Laboratory {
  let laboratory: Laboratory;
  // Not before: of tests that are all left out nothing is removed.
  beforeAll(async () => {
    const { folder, remove } = freshFolder();
    try {
      laboratory = await openTestLaboratory(folder);
    } catch (error) {
      await remove();
      throw error;
    }
    return async () => {
      await laboratory[Symbol.asyncDispose]();
      await remove();
    };
  });
  return () => laboratory;
}

/** Whether the iteration lock can be had, which it is not while an iteration holds it. */
export async function lockIsFree({ tables }: Laboratory): Promise<boolean> {
  const { acquired } = await acquireLock(tables, 'a test', new Date(), 1);
  await releaseLock(tables, 'a test');
  return acquired;
}

/** One experiment of a person's own choice, the fastest iteration there is. */
export const ONE_EXPERIMENT = { encoder: 'libx264' as const, parameters: { preset: 'veryfast' } };
