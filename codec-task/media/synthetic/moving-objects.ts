import type { Recipe } from './recipe.ts';
import { swing } from './swing.ts';
import { even, stillTexture, type Tint } from './texture.ts';

/** The scene is composed at this multiple of the picture, so that motion comes in steps of half a sample. */
const OVERSAMPLING = 2;

/**
 * Three textured discs that turn and cross a soft background at different speeds and cover each other, while the camera
 * pans: plain areas, sharp edges, occlusion, sub-sample motion and light grain.
 */
export const movingObjects: Recipe = ({ width, height }) => {
  // Positions, sizes and speeds are in samples of the large scene; the picture's are half of that.
  const [w, h] = [width * OVERSAMPLING, height * OVERSAMPLING];
  const unit = Math.min(w, h);
  const [large, middle, small] = [even(unit * 0.5), even(unit * 0.34), even(unit * 0.22)];
  return [
    stillTexture('ground', even(w * 1.25), even(h * 1.25), 3, { cb: 132, cr: 122 }),
    `[ground]gblur=sigma=${unit / 90},lutyuv=y='val*0.45+75',crop=w=${w}:h=${h}:x='${w * 0.125}+${swing(1.7, w * 0.12)}':y='${h * 0.125}+${swing(0.6, h * 0.12)}':exact=1,format=yuv444p[scene]`,
    disc('large', large, 5, { cb: 116, cr: 138 }, 0.006),
    disc('middle', middle, 9, { cb: 140, cr: 114 }, -0.011),
    disc('small', small, 13, { cb: 124, cr: 148 }, 0.017),
    `[scene][large]overlay=format=yuv444:x='${w * 0.08}+${swing(1.3, w * 0.2)}':y='${h * 0.3}+${swing(1.5, h * 0.1)}'[one]`,
    `[one][middle]overlay=format=yuv444:x='${w * 0.45}-${swing(3.7, w * 0.25)}':y='${h * 0.22}+${swing(0.9, h * 0.2)}'[two]`,
    `[two][small]overlay=format=yuv444:x='${w * 0.25}+${swing(2.3, w * 0.3)}':y='${h * 0.6}-${swing(1.7, h * 0.3)}'[three]`,
    `[three]scale=${width}:${height}:flags=area,format=yuv420p,noise=alls=2:allf=t:all_seed=7,format=yuv420p[out]`,
  ].join(';');
};

/** A turning disc of texture with a narrow soft edge. @param turn radians per frame. */
function disc(label: string, size: number, seed: number, tint: Tint, turn: number): string {
  // The texture is larger than the disc, so that its turning corners stay outside.
  const skin = even(size * 1.5);
  const radius = size / 2;
  const alpha = `color=black:size=${size}x${size}:rate=30,format=gray,trim=end_frame=1,geq=lum='clip((${radius - 1}-hypot(X-${radius}+0.5,Y-${radius}+0.5))*90,0,255)',loop=loop=-1:size=1,setpts=N/30/TB[${label}alpha]`;
  return [
    stillTexture(`${label}skin`, skin, skin, seed, tint),
    alpha,
    `[${label}skin]lutyuv=y='val*0.65+45',rotate=a='${turn}*n':bilinear=1,crop=${size}:${size},format=yuv444p[${label}face]`,
    `[${label}face][${label}alpha]alphamerge[${label}]`,
  ].join(';');
}
