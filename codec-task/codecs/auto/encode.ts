import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { ToolFailedError } from '../../media/tool-errors.ts';
import type { Encoded, EncodeRequest } from '../codec.ts';
import { baseArguments } from '../hybrid/base-arguments.ts';
import { type BaseLayer, encodeBaseLayer } from '../hybrid/base-layer.ts';
import { writeHybrid } from '../hybrid/bitstream.ts';
import { fitInThread } from '../hybrid/fit/fit-thread.ts';
import { type ChosenStrategy, writeAuto } from './bitstream.ts';
import { cheapest, type Scores, type Slopes } from './cost.ts';
import { autoHeaderBytes } from './decode.ts';
import { splitParameters } from './parameters.ts';
import { probeSlopes } from './probe.ts';
import { Spent } from './spent.ts';
import { trialInThread } from './trial/trial-thread.ts';
import { VARIANTS, type Variant } from './variants.ts';

/** A whole bitstream of a strategy and what was measured of it. */
interface Candidate {
  readonly name: string;
  readonly strategy: ChosenStrategy;
  readonly bitstream: Uint8Array;
  readonly base: BaseLayer;
  readonly scores: Scores;
}

/**
 * Encodes every variant, decodes and scores each, fits a restoration to the cheapest, and keeps what costs least by then:
 * restored or as it was. A variant that the encoder fails at is left out and told.
 * @throws the error of the last variant where all of them failed
 */
export async function encodeAuto(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
): Promise<Encoded> {
  const { base, neighbours } = splitParameters(parameters);
  const spent = new Spent();
  const slopes = await probeSlopes(encoder, base, request, spent);
  const { best, failed } = await cheapestVariant(encoder, base, request, slopes, spent);
  const restored = await restore(best, neighbours, request, spent);
  const winner = cheapest([best, ...restored], slopes);
  const { encoded } = winner.base;
  const bitstream = writeAuto({ strategy: winner.strategy, chosen: winner.bitstream });
  const path = join(request.folder, basename(encoded.path));
  await writeFile(path, bitstream);
  await rm(join(request.folder, FOLDERS.best), { recursive: true });
  return {
    ...encoded,
    path,
    headerBytes: autoHeaderBytes(bitstream),
    choice: [`${winner.strategy}, ${winner.name}`, ...failed.map((name) => `${name} failed`)].join('; '),
    call: { argv: encoded.call.argv, cpu_seconds: spent.cpuSeconds, wall_seconds: spent.wallSeconds },
  };
}

const FOLDERS = { trial: 'trial', best: 'best' } as const;

async function cheapestVariant(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
  slopes: Slopes,
  spent: Spent,
): Promise<{ best: Candidate; failed: string[] }> {
  const variants = VARIANTS[encoder] ?? [];
  const failed: string[] = [];
  let best: Candidate | undefined;
  let fault: unknown;
  for (const [index, variant] of variants.entries()) {
    const share = { index, of: variants.length };
    try {
      const candidate = await tryVariant(encoder, parameters, variant, partOf(request, share), spent);
      if (best === undefined || cheapest([best, candidate], slopes) === candidate)
        best = await keptAsBest(candidate, request.folder);
    } catch (error) {
      if (!(error instanceof ToolFailedError)) throw error;
      failed.push(variant.name);
      fault = error;
    }
    await rm(join(request.folder, FOLDERS.trial), { recursive: true, force: true });
  }
  if (best === undefined) throw fault;
  return { best, failed };
}

/** The request for one of several encodes, whose progress is a share of the whole. */
function partOf(request: EncodeRequest, { index, of }: { index: number; of: number }): EncodeRequest {
  const { onFrame, source, folder } = request;
  return {
    ...request,
    folder: join(folder, FOLDERS.trial),
    ...(onFrame && { onFrame: (frame: number) => onFrame(Math.floor((index * source.frames + frame) / of)) }),
  };
}

async function tryVariant(
  encoder: string,
  parameters: Parameters,
  { name, adapt }: Variant,
  request: EncodeRequest,
  spent: Spent,
): Promise<Candidate> {
  await mkdir(request.folder);
  const withoutLoop = baseArguments(encoder, false);
  const base = await encodeBaseLayer(encoder, parameters, request, (args) => adapt(withoutLoop(args)));
  const { bitstream, files } = base;
  const trial = await trialInThread({ files }, request.signal);
  spent.add(base, trial);
  const scores = { bits: bitstream.length * 8, psnrYuv: trial.psnrYuv, ssimDb: trial.ssimDb };
  return { name, strategy: 'conventional', bitstream, base, scores };
}

/** Moves a candidate's files away from where the next one's go. */
async function keptAsBest(candidate: Candidate, folder: string): Promise<Candidate> {
  const to = join(folder, FOLDERS.best);
  await rm(to, { recursive: true, force: true });
  await rename(join(folder, FOLDERS.trial), to);
  const { files } = candidate.base;
  const moved = { ...files, decoded: join(to, basename(files.decoded)) };
  return { ...candidate, base: { ...candidate.base, files: moved } };
}

/** The same base layer with a restoration fitted to it; none where no block is better for one. */
async function restore(
  candidate: Candidate,
  neighbours: number,
  { source, signal }: EncodeRequest,
  spent: Spent,
): Promise<Candidate[]> {
  const { base } = candidate;
  const baseBits = base.bitstream.length * 8;
  const fit = await fitInThread({ files: base.files, baseBits, usesFarNeighbours: neighbours > 2 }, signal);
  spent.add(fit);
  if (fit.restoration.length === 0) return [];
  const restoration = { description: fit.restoration, frames: source.frames };
  const trial = await trialInThread({ files: base.files, restoration }, signal);
  spent.add(trial);
  const bitstream = writeHybrid({ restoration: fit.restoration, base: base.bitstream });
  const scores = { bits: bitstream.length * 8, psnrYuv: trial.psnrYuv, ssimDb: trial.ssimDb };
  return [{ ...candidate, strategy: 'hybrid', bitstream, scores }];
}
