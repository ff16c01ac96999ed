import type { Recipe } from './render.ts';
import { stillTexture } from './texture.ts';

/**
 * As natural as ffmpeg's sources get: a rough ground that drifts and slowly turns below a nearer, differently coloured
 * surface that moves faster and covers part of it, with a slow change of brightness and light grain.
 */
export const driftingTexture: Recipe = ({ width, height }) => {
  // Room for the pan: the still textures are larger than the picture by a quarter.
  const [w, h] = [even(width * 1.25), even(height * 1.25)];
  const mask = `color=black:size=${w}x${h}:rate=30,format=gray,trim=end_frame=1,geq=lum='clip((110+80*sin(X/${w}*9)+70*cos(Y/${h}*11+X/${w}*4)-100)*6,0,255)',gblur=sigma=2,loop=loop=-1:size=1,setpts=N/30/TB[mask]`;
  return [
    stillTexture('ground', w, h, 11, { cb: 118, cr: 134 }),
    stillTexture('near', w, h, 47, { cb: 134, cr: 120 }),
    mask,
    `[ground]rotate=a='0.0012*n':bilinear=1,${pan(width, height, 0.31, 0.17)}[below]`,
    `[mask]${pan(width, height, 0.83, 0.11)}[cover]`,
    `[near]lutyuv=y='val*0.7+60',${pan(width, height, 0.83, 0.11)}[above]`,
    `[above][cover]alphamerge[front]`,
    `[below][front]overlay=format=yuv420,eq=eval=frame:brightness='0.02*sin(n/19)',noise=alls=3:allf=t:all_seed=5,format=yuv420p[out]`,
  ].join(';');
};

/**
 * A sub-pixel pan: perspective with corners that move by a fraction of a sample per frame.
 * @param x samples per frame to the right. @param y samples per frame down.
 */
function pan(width: number, height: number, x: number, y: number): string {
  const corner = (left: boolean, top: boolean) => {
    const index = `${top ? (left ? 0 : 1) : left ? 2 : 3}`;
    // The pan starts inside, so that the corners of the turning ground stay out of the picture.
    const px = `${width * (left ? 0.1 : 1.1)}+${x}*on`;
    const py = `${height * (top ? 0.1 : 1.1)}+${y}*on`;
    return `x${index}='${px}':y${index}='${py}'`;
  };
  const corners = [corner(true, true), corner(false, true), corner(true, false), corner(false, false)].join(
    ':',
  );
  return `perspective=${corners}:interpolation=cubic:sense=source:eval=frame,scale=${width}:${height}:flags=bicubic`;
}

function even(value: number): number {
  return Math.round(value / 2) * 2;
}
