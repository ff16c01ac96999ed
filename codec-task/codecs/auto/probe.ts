import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import type { EncodeRequest } from '../codec.ts';
import { AS_THEY_ARE } from '../conventional/encode.ts';
import { encodeBaseLayer } from '../hybrid/base-layer.ts';
import { type Scores, type Slopes, slopesBetween } from './cost.ts';
import type { Spent } from './spent.ts';
import { trialInThread } from './trial/trial-thread.ts';

/** A quick effort: what a bit is worth is taken to be the clip's own, whatever the effort. */
const QUICK = { preset: 10 } as const;
/** Steps of the quality control to both sides: far enough that the rate changes, near enough to be the slope here. */
const APART = 3;
const [LEAST_CONTROL, GREATEST_CONTROL] = [1, 63];

/** What a bit is worth near a value of the quality control, from two quick encodes around it. */
export async function probeSlopes(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
  spent: Spent,
): Promise<Slopes> {
  const at = async (qualityControl: number, name: string): Promise<Scores> => {
    const folder = join(request.folder, name);
    await mkdir(folder);
    const { onFrame: _onFrame, ...quiet } = request;
    const base = await encodeBaseLayer(
      encoder,
      { ...parameters, ...QUICK },
      { ...quiet, folder, qualityControl },
      AS_THEY_ARE,
    );
    const trial = await trialInThread({ files: base.files }, request.signal);
    await rm(folder, { recursive: true });
    spent.add(base, trial);
    return { bits: base.bitstream.length * 8, psnrYuv: trial.psnrYuv, ssimDb: trial.ssimDb };
  };
  const { qualityControl } = request;
  return slopesBetween(
    await at(Math.min(GREATEST_CONTROL, qualityControl + APART), 'coarse'),
    await at(Math.max(LEAST_CONTROL, qualityControl - APART), 'fine'),
  );
}
