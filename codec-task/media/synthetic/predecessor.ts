import type { Recipe } from './recipe.ts';

/**
 * The test clip of the project that came before this one: test pattern, blend, temporal noise, sharpening. Its ceiling
 * is the noise: 35 dB costs tens of times more here than on natural content, and no codec changes that.
 */
export const predecessor: Recipe = ({ width, height }) =>
  [
    `testsrc2=size=${width}x${height}:rate=30,format=yuv420p[pattern]`,
    `testsrc=size=${width}x${height}:rate=30,format=yuv420p[counter]`,
    '[pattern][counter]blend=all_mode=average,noise=alls=10:allf=t:all_seed=1,unsharp=5:5:0.8,format=yuv420p[out]',
  ].join(';');
