import type { Canvas, Recipe } from './recipe.ts';
import { swing } from './swing.ts';
import { even, stillTexture } from './texture.ts';

/** The still textures are larger than the picture by this factor, for the motion to have room. */
const LARGER = 1.25;

/**
 * As natural as ffmpeg's sources get: a rough ground that drifts and slowly turns below a nearer, differently coloured
 * surface that moves faster and covers part of it, with a slow change of brightness and light grain.
 */
export const driftingTexture: Recipe = (canvas) => {
  const [w, h] = [even(canvas.width * LARGER), even(canvas.height * LARGER)];
  const mask = `color=black:size=${w}x${h}:rate=30,format=gray,trim=end_frame=1,geq=lum='clip((110+80*sin(X/${w}*9)+70*cos(Y/${h}*11+X/${w}*4)-100)*6,0,255)',gblur=sigma=2,loop=loop=-1:size=1,setpts=N/30/TB[mask]`;
  // The ground has less room than the near surface, because turning needs some of it.
  const [far, near] = [pan(canvas, 0.31, 0.17, 0.05), pan(canvas, 0.83, 0.11, 0.1)];
  return [
    stillTexture('ground', w, h, 11, { cb: 118, cr: 134 }),
    stillTexture('near', w, h, 47, { cb: 134, cr: 120 }),
    mask,
    `[ground]rotate=a='${swing(0.0012, 0.03)}':bilinear=1,${far}[below]`,
    `[mask]${near}[cover]`,
    `[near]lutyuv=y='val*0.7+60',${near}[above]`,
    `[above][cover]alphamerge[front]`,
    `[below][front]overlay=format=yuv420,eq=eval=frame:brightness='0.02*sin(n/19)',noise=alls=3:allf=t:all_seed=5,format=yuv420p[out]`,
  ].join(';');
};

/**
 * Sub-sample motion over a texture: perspective with corners that move by a fraction of a sample per frame.
 * @param x samples per frame to the right. @param y samples per frame down.
 * @param room share of the picture's side that it may move to either side.
 */
function pan({ width, height }: Canvas, x: number, y: number, room: number): string {
  const margin = (LARGER - 1) / 2;
  const corners = [0, 1, 2, 3].map((index) => {
    const px = `${width * (margin + (index % 2))}+${swing(x, width * room, 'on')}`;
    const py = `${height * (margin + (index >> 1))}+${swing(y, height * room, 'on')}`;
    return `x${index}='${px}':y${index}='${py}'`;
  });
  return `perspective=${corners.join(':')}:interpolation=cubic:sense=source:eval=frame,scale=${width}:${height}:flags=bicubic`;
}
