import { type Column, plainTable } from './table.ts';

/** A column that may begin a block. */
export type BlockColumn = Column & {
  /** Where the table is broken first when it has to be: the columns from here on belong together. */
  readonly begins?: true;
};

/**
 * A table that is broken into blocks, one below the other, where its columns do not fit a line side by side. Each block
 * begins with the first columns, so that every row can be read by itself.
 * @param keys how many columns every block begins with.
 */
export function blockTable(
  columns: readonly BlockColumn[],
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
  const widthOf = (indices: readonly number[]) =>
    indices.reduce((sum, index) => sum + gap + (widths[index] ?? 0), -gap);
  const all = [...columns.keys()];
  const [first, others] = [all.slice(0, keys), all.slice(keys)];
  const fits = (block: readonly number[]) => widthOf([...first, ...block]) <= width;
  const blocks: number[][] = [[]];
  for (const index of others) {
    const block = blocks.at(-1) ?? [];
    const breaks = !fits([...block, index]) || (columns[index]?.begins && !fits(others));
    if (breaks && block.length > 0) blocks.push([index]);
    else block.push(index);
  }
  return blocks
    .map((block) => {
      const chosen = [...first, ...block];
      return plainTable(
        chosen.map((index) => ({ heading: '', ...columns[index], width: widths[index] ?? 0 })),
        rows.map((row) => chosen.map((index) => row[index] ?? '')),
        gap,
      );
    })
    .join('\n\n');
}
