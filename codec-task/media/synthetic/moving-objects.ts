import type { Recipe } from './render.ts';
import { stillTexture } from './texture.ts';

/**
 * Three textured objects of different size that cross a smooth, slowly changing background at different speeds and
 * cover each other.
 */
export const movingObjects: Recipe = ({ width, height }) => {
  const unit = Math.min(width, height);
  const [large, middle, small] = [even(unit * 0.5), even(unit * 0.32), even(unit * 0.2)];
  return [
    `gradients=size=${width}x${height}:rate=30:c0=0x3a5f7d:c1=0xd9c7a0:nb_colors=2:seed=3:speed=0.004,format=yuv420p[sky]`,
    object('large', large, 5, { cb: 110, cr: 140 }),
    object('middle', middle, 9, { cb: 140, cr: 112 }),
    object('small', small, 13, { cb: 124, cr: 150 }),
    `[sky][large]overlay=x='-${large * 0.4}+n*1.3':y='${height * 0.3}+${unit * 0.06}*sin(n/17)'[one]`,
    `[one][middle]overlay=x='${width * 0.8}-n*2.1':y='${height * 0.12}+n*0.6'[two]`,
    `[two][small]overlay=x='${width * 0.3}+n*0.7':y='${height * 0.7}-n*0.9',noise=alls=2:allf=t:all_seed=7,format=yuv420p[out]`,
  ].join(';');
};

/** A disc of texture with a soft edge. */
function object(label: string, size: number, seed: number, tint: { cb: number; cr: number }): string {
  const disc = `color=black:size=${size}x${size}:rate=30,format=gray,trim=end_frame=1,geq=lum='clip((${size / 2}-hypot(X-${size / 2},Y-${size / 2}))*90,0,255)',loop=loop=-1:size=1,setpts=N/30/TB[${label}disc]`;
  return [
    stillTexture(`${label}skin`, size, size, seed, tint),
    disc,
    `[${label}skin][${label}disc]alphamerge[${label}]`,
  ].join(';');
}

function even(value: number): number {
  return Math.max(8, Math.round(value / 2) * 2);
}
