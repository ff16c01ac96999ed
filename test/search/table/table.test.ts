import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import { parameterFaults } from '../../../lambdas/shared/space.ts';
import { canonicalJson } from '../../../lambdas/shared/spec.ts';
import { canonical } from './grid.ts';
import { readTable, TABLE } from './table.ts';

const ABOUT = {
  ...{ ffmpeg: '7.1', date: '2026-11-23', size: { width: 320, height: 180 }, frames: 24, clips: ['a', 'b'] },
  anchor: { encoder: 'libx265', parameters: { preset: 'medium' } },
};
const ROW = {
  ...{ encoder: 'libx264', parameters: { preset: 'medium' }, bd_rate: [20, null] },
  ...{ bd_rate_ssim: [22.5, null], cpu_seconds: [0.2, 0.3] },
};
const text = (...lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('a table of measured results', () => {
  test('given a head and rows, has both as they were written', () => {
    expect(readTable(text(ABOUT, ROW))).toEqual({ about: ABOUT, rows: [ROW] });
  });

  test('given no rows yet, is an empty table', () => {
    expect(readTable(text(ABOUT)).rows).toEqual([]);
  });

  test.each([
    ['a row of another number of clips', text(ABOUT, { ...ROW, cpu_seconds: [0.2] }), RangeError],
    ['a row that a stop cut off', text(ABOUT) + JSON.stringify(ROW).slice(0, 40), SyntaxError],
    ['a field that nobody knows', text(ABOUT, { ...ROW, psnr: 40 }), Error],
    ['no head', text(ROW), Error],
  ])('given %s, is refused', (_what, broken, error) => {
    expect(() => readTable(broken)).toThrow(error);
  });
});

describe('the table that the search bench replays', async () => {
  const { about, rows } = readTable(await readFile(TABLE, 'utf8'));

  test('holds each configuration once, as the spaces allow it and as specs write it', () => {
    const configurations = rows.map(({ encoder, parameters }) => ({ encoder, parameters }));
    expect(new Set(configurations.map(canonicalJson)).size).toBe(rows.length);
    for (const { encoder, parameters } of configurations) {
      const space = findEncoderSpace({ encoder });
      expect(space && parameterFaults(space, parameters)).toEqual([]);
      expect(canonical({ encoder, parameters }).parameters).toEqual(parameters);
    }
  });

  test("gives 0 for the anchor's own configuration, which was encoded twice", () => {
    const anchor = rows.find(
      (row) =>
        canonicalJson(about.anchor) === canonicalJson({ encoder: row.encoder, parameters: row.parameters }),
    );
    expect(anchor?.bd_rate).toEqual(about.clips.map(() => 0));
    expect(anchor?.bd_rate_ssim).toEqual(about.clips.map(() => 0));
  });
});
