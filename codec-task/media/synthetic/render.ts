import type { SYNTHETIC_RECIPES } from '../../../lambdas/shared/names.ts';
import { runFfmpeg } from '../ffmpeg.ts';
import type { Tools } from '../tools.ts';
import { driftingTexture } from './drifting-texture.ts';
import { movingObjects } from './moving-objects.ts';
import { predecessor } from './predecessor.ts';
import type { Canvas, Recipe } from './recipe.ts';

const RECIPES: Readonly<Record<(typeof SYNTHETIC_RECIPES)[number], Recipe>> = {
  'drifting-texture': driftingTexture,
  'moving-objects': movingObjects,
  predecessor,
};

export interface RenderRequest extends Canvas {
  readonly tools: Tools;
  readonly recipe: (typeof SYNTHETIC_RECIPES)[number];
  readonly folder: string;
  /** File name inside the folder: raw planar 8-bit 4:2:0. */
  readonly output: string;
  readonly signal: AbortSignal;
}

/** Renders a synthetic clip to a raw file. */
export async function renderSynthetic(request: RenderRequest): Promise<void> {
  const graph = RECIPES[request.recipe](request);
  const args = [
    '-filter_complex_threads',
    '1',
    '-filter_complex',
    graph,
    '-map',
    '[out]',
    '-frames:v',
    String(request.frames),
  ];
  const out = ['-fps_mode', 'passthrough', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-y', request.output];
  await runFfmpeg(request.tools, [...args, ...out], {
    folder: request.folder,
    timeoutSeconds: 300,
    signal: request.signal,
  });
}
