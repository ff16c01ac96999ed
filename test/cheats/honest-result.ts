import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { ExperimentResult, type Isolation } from '../../lambdas/shared/result.ts';
import { honestCodec } from './own-codec.ts';
import { runCheat } from './run-cheat.ts';

/** No namespaces, as on a machine that has none. */
export const OFF: Isolation = { mode: 'none', reason: 'the cheat suite' };

/** What the honest codec comes to on the suite's clip without namespaces, measured once for all test files. */
export async function honestResult(): Promise<ExperimentResult> {
  const file = join(inject('cheatGround'), 'honest.json');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return ExperimentResult.parse(JSON.parse(known));
  const result = await runCheat({ name: 'honest', open: () => ({ codec: honestCodec }) }, OFF);
  if (result.failure !== null) throw new Error(`the honest codec failed: ${result.failure.message}`);
  await writeFile(`${file}.${process.pid}`, JSON.stringify(result));
  await rename(`${file}.${process.pid}`, file);
  return result;
}
