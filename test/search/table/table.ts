import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { Parameters } from '../../../lambdas/shared/spec.ts';

/** Where the table lies: a first line that says what it is, then a row for each configuration. */
export const TABLE = fileURLToPath(new URL('./measured.jsonl', import.meta.url));

const About = z.strictObject({
  ffmpeg: z.string(),
  /** Day of the first measurement. */
  date: z.iso.date(),
  size: z.strictObject({ width: z.int(), height: z.int() }),
  frames: z.int(),
  clips: z.array(z.string()).min(1),
  anchor: z.strictObject({ encoder: z.string(), parameters: Parameters }),
});

/** Results of one configuration, clip by clip. BD-rates in percent, null where they cannot be computed. */
const Row = z.strictObject({
  encoder: z.string(),
  parameters: Parameters,
  bd_rate: z.array(z.number().nullable()),
  bd_rate_ssim: z.array(z.number().nullable()),
  /** User and system seconds of the four encodes. */
  cpu_seconds: z.array(z.number()),
});
export type Row = z.output<typeof Row>;

/** What all rows of a table have in common. */
export type About = z.output<typeof About>;

export interface Table {
  readonly about: About;
  readonly rows: readonly Row[];
}

/** @throws ZodError, SyntaxError, RangeError for what is no table */
export function readTable(text: string): Table {
  const [first = '', ...rest] = text.trim().split('\n');
  const about = About.parse(JSON.parse(first));
  const rows = rest.map((line, index) => {
    const row = Row.parse(JSON.parse(line));
    const lengths = [row.bd_rate, row.bd_rate_ssim, row.cpu_seconds].map(({ length }) => length);
    if (lengths.some((length) => length !== about.clips.length))
      throw new RangeError(
        `row ${index + 1} has ${lengths.join(', ')} figures for ${about.clips.length} clips: measure the configuration anew`,
      );
    return row;
  });
  return { about, rows };
}
