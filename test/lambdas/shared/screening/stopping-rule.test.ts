import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chanceToWin,
  DECLARED_SPREAD,
  decideScreening,
  SCREENING_RISK,
} from '../../../../lambdas/shared/screening/stopping-rule.ts';
import type { ScreenedClip } from '../../../../lambdas/shared/screening.ts';

const score = (percent: number | null, rival_percent = 0) =>
  percent === null ? null : { percent, rival_percent };
const clip = (fidelity: number | null, structure = fidelity, rival = 0) => ({
  name: 'clip',
  psnr_yuv: score(fidelity, rival),
  ssim_db: score(structure, rival),
});
const decide = (clips: Pick<ScreenedClip, 'name' | 'psnr_yuv' | 'ssim_db'>[], tuneClips = clips.length) =>
  decideScreening(clips, tuneClips, 'champion');

describe('the chance to win', () => {
  it('is even at no difference and falls as more bits are needed, whatever the number of clips', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (advantages, unseen, more) => {
          const of = (shift: number) =>
            chanceToWin(
              advantages.map((value) => value + shift),
              advantages.length + unseen,
            );
          const chance = of(0);
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1);
          expect(of(more)).toBeLessThanOrEqual(chance);
          const mean = advantages.reduce((sum, value) => sum + value, 0) / advantages.length;
          expect(of(-mean)).toBeCloseTo(0.5, 6);
        },
      ),
    ));

  it('given every clip screened, has nothing left of the spread between clips', () => {
    expect(chanceToWin([0.08], 1)).toBeLessThan(0.001);
    expect(chanceToWin([0.08], 4)).toBeGreaterThan(0.05);
  });

  it('given three clips of six, takes the spread that they show', () => {
    const alike = chanceToWin([0.08, 0.081, 0.079], 6);
    const unlike = chanceToWin([0.3, 0.08, -0.14], 6);
    expect(alike).toBeLessThan(0.02);
    expect(unlike).toBeGreaterThan(0.2);
  });

  it('errs no more often than it says, where scores spread as declared', () => {
    // Seeded: the share of ties that would be ended, which is the worst case of what wins.
    const normal = seededNormal(7);
    const drawings = 20_000;
    let ended = 0;
    for (let drawing = 0; drawing < drawings; drawing++) {
      const clips = Array.from({ length: 3 }, () => DECLARED_SPREAD.betweenClips * normal());
      const mean = clips.reduce((sum, value) => sum + value, 0) / 3;
      const seen = (clips[0] ?? 0) - mean + DECLARED_SPREAD.onClip * normal();
      if (chanceToWin([seen], 3) < SCREENING_RISK / 2) ended += 1;
    }
    expect(ended / drawings).toBeLessThanOrEqual(SCREENING_RISK / 2);
    expect(ended / drawings).toBeGreaterThan(SCREENING_RISK / 8);
  });
});

describe('the decision of a screening', () => {
  it('given far more bits than the champion in both families, ends there and says by how much', () => {
    const { decision, reason, risk } = decide([clip(10, 12, -20)], 2);
    expect(decision).toBe('screened out');
    expect(reason).toMatch(/on 1 of 2 tune clips it needs 40.0 % more than the champion at equal SSIM/);
    expect(reason).toMatch(/a chance under 0.1 % to win/);
    expect(risk).toBe(SCREENING_RISK);
  });

  it.each([
    ['psnr_yuv', clip(30, -30)],
    ['ssim_db', clip(-30, 30)],
  ])('given one family beyond hope (%s), ends there: promotion needs both', (measure, screened) => {
    expect(decide([screened], 3)).toMatchObject({ decision: 'screened out', beyond_hope: [measure] });
  });

  it.each([
    ['fewer bits', [clip(-12)]],
    ['as many bits', [clip(0)]],
    ['a little more, on one clip of three', [clip(5)]],
  ])('given %s, goes on', (_, clips) => {
    expect(decide(clips, 3).decision).toBe('measured in full');
  });

  it('given a family without a score on a clip, is judged by the other alone', () => {
    expect(decide([clip(-5, 40), clip(-5, null)], 2).decision).toBe('measured in full');
    expect(decide([clip(40, -5), clip(40, null)], 2).decision).toBe('screened out');
  });

  it('given no score at all, goes on and says so', () => {
    const { decision, reason } = decide([clip(null)], 1);
    expect(decision).toBe('measured in full');
    expect(reason).toContain('nothing to judge');
  });
});

/** Normal deviates of a small generator with a seed (Box and Muller 1958 over Park and Miller's multiplier). */
function seededNormal(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
