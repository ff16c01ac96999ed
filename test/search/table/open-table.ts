import { readFile, writeFile } from 'node:fs/promises';
import { canonicalJson } from '../../../lambdas/shared/spec.ts';
import { type About, type Row, readTable, TABLE } from './table.ts';

/** Rows of other clips, of another length or by another ffmpeg do not belong into one table. */
export class OtherTableError extends Error {
  override readonly name = 'OtherTableError';

  constructor(file: string, has: unknown, now: unknown) {
    super(
      `${file} was measured with ${canonicalJson(has)}, this would be ${canonicalJson(now)}: go on with the same, or move the file away`,
    );
  }
}

/**
 * Begins a table, or opens one to go on with: a row that a stop cut off is dropped.
 * @returns the rows that are measured already.
 * @throws OtherTableError
 */
export async function openTable(about: About, file = TABLE): Promise<readonly Row[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole === '') {
    await writeFile(file, `${JSON.stringify(about)}\n`);
    return [];
  }
  const { about: before, rows } = readTable(whole);
  const [has, now] = [before, about].map(({ date: _date, ...rest }) => rest);
  if (canonicalJson(has) !== canonicalJson(now)) throw new OtherTableError(file, has, now);
  if (whole !== text) await writeFile(file, whole);
  return rows;
}
