import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockTable } from '../../../../lib/local/report/block-table.ts';

const word = fc.stringMatching(/^[a-z0-9.]{1,9}$/);
const table = fc
  .tuple(fc.integer({ min: 2, max: 24 }), fc.integer({ min: 1, max: 5 }))
  .chain(([columns, rows]) =>
    fc.tuple(
      fc.array(word, { minLength: columns, maxLength: columns }),
      fc.array(fc.array(word, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    ),
  );

describe('a table in blocks', () => {
  it('has no line beyond the width, and every cell in it', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 40, max: 140 }), ([headings, rows], width) => {
        const text = blockTable(
          headings.map((heading) => ({ heading, align: 'right' })),
          rows,
          width,
        );
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
        const words = text.split(/\s+/);
        for (const cell of [...headings, ...rows.flat()]) expect(words).toContain(cell);
      }),
    );
  });

  it('begins every block with the key columns', () => {
    const columns = ['key', 'one', 'two', 'three'].map((heading) => ({ heading }));
    expect(blockTable(columns, [['K', '1111111', '2222222', '3333333']], 22)).toBe(
      ['key  one      two', 'K    1111111  2222222', '', 'key  three', 'K    3333333'].join('\n'),
    );
  });

  it('is one block where there is room', () => {
    const columns = ['clip', 'a', 'b'].map((heading) => ({ heading }));
    expect(blockTable(columns, [['dog', '1', '2']], 80)).not.toContain('\n\n');
  });
});
