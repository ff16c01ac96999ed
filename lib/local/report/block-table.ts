import { type Column, plainTable } from './table.ts';

/**
 * A table that is broken into blocks, one below the other, where its columns do not fit a line side by side. Each block
 * begins with the first columns, so that every row can be read by itself.
 * @param keys how many columns every block begins with.
 */
export function blockTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  keys = 1,
): string {
  const gap = 2;
  const widths = columns.map(({ heading, width: given }, index) =>
    Math.max(
      ...[...heading.split('\n'), ...rows.map((row) => row[index] ?? '')].map((text) =>
        Math.min(text.length, given ?? text.length),
      ),
    ),
  );
  const keyWidth = sum(widths.slice(0, keys)) + gap * (keys - 1);
  const blocks: number[][] = [[]];
  let used = keyWidth;
  for (let index = keys; index < columns.length; index += 1) {
    const needed = gap + (widths[index] ?? 0);
    if (used + needed > width && blocks.at(-1)?.length !== 0) {
      blocks.push([]);
      used = keyWidth;
    }
    blocks.at(-1)?.push(index);
    used += needed;
  }
  return blocks
    .map((block) => {
      const chosen = [...columns.keys()].filter((index) => index < keys || block.includes(index));
      return plainTable(
        chosen.map((index) => ({ heading: '', ...columns[index], width: widths[index] ?? 0 })),
        rows.map((row) => chosen.map((index) => row[index] ?? '')),
        gap,
      );
    })
    .join('\n\n');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
