/**
 * Makes the table of measured results that the search bench replays: real encodes of a folder of clips, a row at a time.
 * What is there already is kept, so that it can be stopped and started again.
 *
 *   npm run search:table -- CLIPS [MINUTES]
 */
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceFrames } from '../../../codec-task/codecs/codec.ts';
import { resolveCodec } from '../../../codec-task/codecs/resolve.ts';
import { detectCapabilities } from '../../../codec-task/media/capabilities.ts';
import { findTools } from '../../../codec-task/media/tools.ts';
import { ANCHOR } from '../../../lambdas/planner/spec-of.ts';
import { bdRate } from '../../../lambdas/shared/rate-distortion/bd-rate.ts';
import { keyOf } from '../searchers/searcher.ts';
import { type Configuration, grid } from './grid.ts';
import { measureConfiguration, type TablePoint } from './measure-configuration.ts';
import { openTable } from './open-table.ts';
import { FRAMES, SIZE, smallSource } from './small-source.ts';
import { TABLE } from './table.ts';

const [folder, minutes = '60'] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('which clips? npm run search:table -- CLIPS [MINUTES]\n');
  process.exit(2);
}
const until = performance.now() + Number(minutes) * 60_000;
const work = await mkdtemp(join(tmpdir(), 'codec-lab-table-'));
try {
  const tools = await findTools(process.env);
  const capabilities = await detectCapabilities(tools, new AbortController().signal);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mkv')).sort();
  const sources: SourceFrames[] = [];
  for (const name of names)
    sources.push(await smallSource(tools, join(folder, name), join(work, `${name}.yuv`)));

  const measure = async ({ encoder, parameters }: Configuration): Promise<TablePoint[][]> => {
    const { codec, control } = resolveCodec({ strategy: 'conventional', encoder, parameters }, capabilities);
    const curves: TablePoint[][] = [];
    for (const source of sources)
      curves.push(await measureConfiguration(tools, codec, source, control.ladder, work));
    return curves;
  };
  const anchors = await measure(ANCHOR);
  const clips = names.map((name) => name.replace(/\.mkv$/, ''));
  const date = new Date().toISOString().slice(0, 10);
  const about = {
    ffmpeg: capabilities.ffmpeg_version,
    date,
    size: SIZE,
    frames: FRAMES,
    clips,
    anchor: ANCHOR,
  };
  const known = new Set((await openTable(about)).map(keyOf));
  const open = grid().filter((each) => !known.has(keyOf(each)));
  for (const [index, configuration] of open.entries()) {
    if (performance.now() > until) break;
    const curves = await measure(configuration);
    const rates = (quality: 'psnrYuv' | 'ssimDb') =>
      curves.map((curve, clip) =>
        rounded(bdRate(axis(anchors[clip] ?? [], quality), axis(curve, quality)).percent),
      );
    const seconds = curves.map((curve) =>
      rounded(curve.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)),
    );
    const row = {
      ...configuration,
      bd_rate: rates('psnrYuv'),
      bd_rate_ssim: rates('ssimDb'),
      cpu_seconds: seconds,
    };
    await appendFile(TABLE, `${JSON.stringify(row)}\n`);
    process.stderr.write(`${index + 1} of ${open.length}\n`);
  }
} finally {
  await rm(work, { recursive: true, force: true });
}

function axis(points: readonly TablePoint[], quality: 'psnrYuv' | 'ssimDb') {
  return points.map((point) => ({ rate: point.rate, quality: point[quality] }));
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
