import { describe, expect, it } from 'vitest';
import { clipOrder, isPromising, setResult } from '../../../../lambdas/shared/conclusions/clip-sets.ts';
import { givenClip, givenRates, smallClip } from '../../../codec-task/measure/given.ts';

const CLIPS = [
  smallClip('old'),
  smallClip('tune', { set: 'tune' }),
  smallClip('validate', { set: 'validate' }),
  smallClip('sealed', { set: 'sealed' }),
];
const names = (order: ReturnType<typeof clipOrder>) =>
  [order.tune, order.certain, order.conditional].map((clips) => clips.map(({ name }) => name));

describe('the order of clips', () => {
  it.each([
    ['no threshold', {}, [['old', 'tune'], ['validate'], []]],
    ['a threshold', { validate_below_percent: -5 }, [['old', 'tune'], [], ['validate']]],
    [
      'a finalist, whatever its threshold',
      { confirm: true, validate_below_percent: -5 },
      [['old', 'tune'], ['validate', 'sealed'], []],
    ],
  ])('given %s, clips without a set are for tuning and sealed ones for finalists', (_, spec, order) => {
    expect(names(clipOrder({ clips: CLIPS, ...spec }))).toEqual(order);
  });

  it('given a threshold, goes on below it alone', () => {
    expect([
      isPromising(-6, -5),
      isPromising(-5, -5),
      isPromising(null, -5),
      isPromising(null, undefined),
    ]).toEqual([true, false, false, true]);
  });
});

describe('what a set came to', () => {
  it('given no clip, is nothing', () => {
    expect(setResult([])).toBeNull();
  });

  it('given five clips, has a mean and the worst clip and no interval; given six, all', () => {
    const six = [-10, -12, -14, -8, -11, -11].map((percent, index) => givenClip(`clip ${index}`, percent));
    expect(setResult(six.slice(0, 5))).toMatchObject({
      clips: 5,
      bd_rate: { psnr_yuv: { percent: -11 } },
      worst_clip: { name: 'clip 3', percent: -8 },
      interval: null,
      bd_rate_strong: null,
    });
    // t(0.975, 5) = 2.5706, s = 2, sqrt(6): 2.0989 to each side.
    const interval = setResult(six)?.interval;
    expect(interval?.method).toBe('paired-t');
    expect(interval?.low).toBeCloseTo(-13.0989, 4);
    expect(interval?.high).toBeCloseTo(-8.9011, 4);
  });

  it('given a clip without a BD-rate, has no mean, no worst clip and no interval', () => {
    const clips = [-10, -12, -14, -8, -11, null].map((percent, index) => givenClip(`clip ${index}`, percent));
    expect(setResult(clips)).toMatchObject({
      clips: 6,
      bd_rate: { psnr_yuv: { percent: null, reason: 'low-overlap on clip 5' } },
      worst_clip: null,
      interval: null,
    });
  });

  it('given the strong anchor on every clip, has a mean against it', () => {
    const strong = (name: string, percent: number) =>
      givenClip(name, -20, { bd_rate_strong: givenRates(percent) });
    expect(setResult([strong('a', 4), strong('b', 8)])?.bd_rate_strong?.psnr_yuv.percent).toBe(6);
    expect(setResult([strong('a', 4), givenClip('b', -20)])?.bd_rate_strong).toBeNull();
  });
});
