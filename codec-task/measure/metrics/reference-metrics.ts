import { symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { NamedError } from '../../../lambdas/shared/errors.ts';
import { limitProcess } from '../../media/process-limit.ts';
import { StoppedError } from '../../media/tool-errors.ts';
import { VMAF_FILTER } from '../../media/vmaf-models.ts';
import type { Quality, QualityMeterRequest } from './quality.ts';
import { readVmaf } from './vmaf-log.ts';
import { readXpsnr } from './xpsnr-log.ts';

/** The metrics that only ffmpeg's own filters give. */
export type ReferenceScores = Pick<Quality, 'xpsnr' | 'vmaf' | 'vmafNeg'>;

export interface ReferenceMetrics {
  add(frame: Uint8Array): Promise<void>;
  finish(): Promise<ReferenceScores>;
  close(): Promise<void>;
}

/** ffmpeg's metric filters did not come to a score. */
export class MetricFailedError extends NamedError {
  constructor(detail: string) {
    super('MetricFailed', `ffmpeg's metric filters failed: ${detail.slice(0, 400)}; no score is taken`);
  }
}

const LIMIT_SECONDS = 3600;
const XPSNR_LOG = 'xpsnr.log';
const VMAF_LOG = 'vmaf.json';
const XPSNR = `xpsnr=stats_file=${XPSNR_LOG}:shortest=1`;
const VMAF = `${VMAF_FILTER}:log_fmt=json:log_path=${VMAF_LOG}:shortest=1`;

/** One ffmpeg for all the filters it has; undefined when it has none. */
export function openReferenceMetrics(request: QualityMeterRequest): ReferenceMetrics | undefined {
  const graph = filterGraph(request.filters);
  return graph === undefined ? undefined : new FilterProcess(request, graph);
}

/**
 * Both inputs, the decode and the source, are pinned to planar 4:2:0, BT.709, limited range, and each filter gets a copy of
 * both. XPSNR weighs errors by what its first input shows, so the source comes first there; libvmaf has it second.
 */
export function filterGraph(filters: readonly string[]): string | undefined {
  const chains = [
    ...(filters.includes('xpsnr') ? [{ first: 's', second: 'd', filter: XPSNR }] : []),
    ...(filters.includes('libvmaf') ? [{ first: 'd', second: 's', filter: VMAF }] : []),
  ];
  if (chains.length === 0) return undefined;
  const pinned = 'setparams=range=limited:colorspace=bt709:color_primaries=bt709:color_trc=bt709';
  const labels = (input: string) => chains.map((_, index) => `[${input}${index}]`).join('');
  return [
    `[0:v]${pinned},split=${chains.length}${labels('d')}`,
    `[1:v]${pinned},split=${chains.length}${labels('s')}`,
    ...chains.map(
      ({ first, second, filter }, index) => `[${first}${index}][${second}${index}]${filter}[o${index}]`,
    ),
  ].join(';');
}

class FilterProcess implements ReferenceMetrics {
  readonly #request: QualityMeterRequest;
  readonly #process: ReturnType<typeof start>;
  readonly #ended: () => 'timeout' | 'stopped' | undefined;
  #frames = 0;

  constructor(request: QualityMeterRequest, graph: string) {
    this.#request = request;
    this.#process = start(request, graph);
    this.#ended = limitProcess(this.#process.nodeChildProcess, LIMIT_SECONDS, request.signal);
    // What goes wrong is told by `finish`; a broken pipe before that says no more.
    this.#process.stdin.on('error', () => {});
  }

  add(frame: Uint8Array): Promise<void> {
    this.#frames++;
    // Fails only when the process has ended; why, `finish` tells.
    return new Promise((resolve) => this.#process.stdin.write(frame, () => resolve()));
  }

  async finish(): Promise<ReferenceScores> {
    this.#process.stdin.end();
    const result = await this.#process;
    const cut = this.#ended();
    if (cut === 'stopped') throw new StoppedError();
    if (cut === 'timeout') throw new MetricFailedError(`not done after ${LIMIT_SECONDS} s`);
    if (result.failed) throw new MetricFailedError((result.stderr ?? '').trim().split('\n').at(-1) ?? '');
    const { filters, folder } = this.#request;
    const log = (name: string) => readFile(join(folder, name), 'utf8');
    const vmaf = filters.includes('libvmaf') ? readVmaf(await log(VMAF_LOG), this.#frames) : undefined;
    return {
      xpsnr: filters.includes('xpsnr') ? readXpsnr(await log(XPSNR_LOG), this.#frames) : null,
      vmaf: vmaf?.vmaf ?? null,
      vmafNeg: vmaf?.vmafNeg ?? null,
    };
  }

  async close(): Promise<void> {
    this.#ended();
    this.#process.kill('SIGKILL');
    // The found ffmpeg can be a script around the real one, which then ends with its input.
    this.#process.stdin.destroy();
    await this.#process;
  }
}

function start({ tools, source, folder }: QualityMeterRequest, graph: string) {
  symlinkSync(source.path, join(folder, 'source.yuv'));
  // XPSNR weighs frames by their rate, so both inputs get the clip's own; frames still meet by index.
  const raw = (input: string) => [
    ...'-f rawvideo -pix_fmt yuv420p'.split(' '),
    ...['-s', `${source.width}x${source.height}`, '-r', source.fps, '-i', input],
  ];
  const outputs = [...graph.matchAll(/\[(o\d+)\]/g)].flatMap(([, label]) => ['-map', `[${label}]`]);
  const args = ['-hide_banner', '-nostats', '-v', 'error', '-threads', '1', '-filter_threads', '1'];
  return execa(
    tools.ffmpeg,
    [...args, ...raw('pipe:0'), ...raw('source.yuv'), '-lavfi', graph, ...outputs, '-f', 'null', '-'],
    {
      cwd: folder,
      extendEnv: false,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C' },
      stdin: 'pipe',
      stdout: 'ignore',
      reject: false,
    },
  );
}
