import { describe, expect, it } from 'vitest';
import { checkedSpace } from '../../../../codec-task/codecs/checked-space.ts';
import type { SourceFrames } from '../../../../codec-task/codecs/codec.ts';
import { conventionalCodec } from '../../../../codec-task/codecs/conventional/conventional.ts';
import { hybridCodec } from '../../../../codec-task/codecs/hybrid/hybrid.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';

const SOURCE: SourceFrames = { path: 'source.yuv', width: 640, height: 360, fps: '25/1', frames: 9 };
const hybrid = (encoder: string, parameters: Parameters) =>
  hybridCodec(encoder, parameters).expectedArgv?.(SOURCE, 60, 40) ?? [];
const alone = (encoder: string, parameters: Parameters) =>
  conventionalCodec(encoder, parameters).expectedArgv?.(SOURCE, 60, 40) ?? [];

describe('the arguments of a base layer', () => {
  it('given SVT-AV1, leave its loop restoration out within its list of parameters and change nothing else', () => {
    const own = alone('libsvtav1', { preset: 6 });
    const at = own.indexOf('-svtav1-params') + 1;
    expect(hybrid('libsvtav1', { preset: 6 })).toEqual(own.with(at, `${own[at]}:enable-restoration=0`));
  });

  it('given libaom, leave it out by an option before the output', () => {
    const own = alone('libaom-av1', { 'cpu-used': 5 });
    expect(hybrid('libaom-av1', { 'cpu-used': 5, neighbours: 2 })).toEqual([
      ...own.slice(0, -1),
      '-enable-restoration',
      '0',
      ...own.slice(-1),
    ]);
  });

  it.each([
    ['libsvtav1', { loop_restoration: true }],
    ['libx265', {}],
  ] as [string, Parameters][])('given %s and %o, are those of the conventional strategy', (encoder, own) => {
    expect(hybrid(encoder, { ...own, pixel_format: 'yuv420p10le' })).toEqual(
      alone(encoder, { pixel_format: 'yuv420p10le' }),
    );
  });

  it('given a loop restoration where the encoder has none, are refused by name', () => {
    expect(() =>
      checkedSpace({ strategy: 'hybrid', encoder: 'libx265', parameters: { loop_restoration: true } }),
    ).toThrow('loop_restoration');
  });
});
