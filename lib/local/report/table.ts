import Table from 'cli-table3';

/** A column: its heading and the most characters that it may take; without, as many as it needs. */
export interface Column {
  readonly heading: string;
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

const BORDERS = ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
  ['', '-mid', '-left', '-right'].map((part) => [side + part, '']),
);

/**
 * A table without lines, so that it reads well in a narrow window and in a pipe.
 * @param gap spaces between two columns.
 */
export function plainTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  gap = 2,
): string {
  const table = new Table({
    chars: { ...Object.fromEntries(BORDERS), middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: columns.map(({ width }) => width ?? null),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    wordWrap: true,
  });
  table.push(columns.map(({ heading }) => heading));
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}
