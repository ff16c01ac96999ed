import { describe, expect, it } from 'vitest';
import { convergenceSlope } from '../../../../lambdas/shared/memory/convergence.ts';
import { changeOf, directionOf } from '../../../../lambdas/shared/memory/direction.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';
import { folded, givenMeasurement, givenSpec, givenSuccess } from '../../recorder/given.ts';
import { generatedHistory, summaryOf } from './generated-history.ts';

const BASE: Parameters = { preset: 8 };

/** An attempt of an iteration that changes something of SVT-AV1 preset 8, and what came of it against a forecast of -3 at best. */
function attempt(
  iteration: number,
  index: number,
  changed: Parameters,
  bdRate: number,
  changes: Partial<ExperimentRecord> = {},
): ExperimentRecord {
  const reasoning_id = `202611${String(iteration + 10)}T060000Z-1a2b3c4d`;
  const parameters = { ...BASE, ...changed };
  return {
    ...givenSuccess(index, bdRate),
    spec: {
      ...{ ...givenSpec(), encoder: 'libsvtav1', parameters },
      control: { encoder: 'libsvtav1', parameters: BASE },
    },
    ...{ reasoning_id, experiment_id: `${reasoning_id}-0${index + 1}` },
    verdict: bdRate > -3 ? 'refuted' : 'confirmed',
    measurement: givenMeasurement(bdRate, { fingerprint: `${iteration} ${index}` }),
    ...changes,
  };
}

const measuresAfter = (...iterations: (readonly ExperimentRecord[])[]) => {
  const { intelligence } = folded(iterations);
  if (intelligence === undefined) throw new Error('an iteration was folded');
  return intelligence;
};

describe('adaptation', () => {
  const refuted = attempt(0, 0, { film_grain: 8 }, 5);

  it('given a refuted direction that the next iteration leaves, counts it as left at once', () => {
    const { totals, open } = measuresAfter([refuted], [attempt(1, 0, { tune: 'vq' }, -5)]);
    expect(totals).toMatchObject({ refuted: 1, left: 1, followed: 0 });
    expect(open).toEqual([]);
  });

  it('given one that is followed twice with other values, counts how long', () => {
    const again = [1, 2].map((iteration) => [attempt(iteration, 0, { film_grain: 8 + iteration }, 6)]);
    const { totals } = measuresAfter([refuted], ...again, [attempt(3, 0, { tune: 'vq' }, 0)]);
    expect(totals).toMatchObject({ refuted: 2, left: 1, followed: 2 });
  });

  it('given one that wins in the end, counts it as not left', () => {
    const won = attempt(1, 0, { film_grain: 4 }, -20);
    expect(measuresAfter([refuted], [won])).toMatchObject({ open: [], totals: { refuted: 1, left: 0 } });
  });
});

describe('a direction', () => {
  it('names the encoder and what is changed; of another encoder than the champion’s the encoder alone', () => {
    const { spec } = attempt(0, 0, { film_grain: 8, tune: 'vq' }, 0);
    expect(directionOf(spec)).toBe('libsvtav1: film_grain, tune');
    expect(changeOf(spec)).toBe('libsvtav1: film_grain=8, tune=vq');
    const other = { ...spec, control: { encoder: 'libx265', parameters: {} } };
    expect(directionOf(other)).toBe('libsvtav1');
    expect(changeOf(other)).toBe('libsvtav1: film_grain=8, preset=8, tune=vq');
  });
});

describe('novelty and efficiency', () => {
  it('count how often novel and familiar attempts won, and what was wasted', () => {
    const { totals, series } = measuresAfter(
      [
        attempt(0, 0, { tune: 'vq' }, -10, { novelty: 0.5 }),
        attempt(0, 1, { scale: 0.5 }, -4, { novelty: 0.3 }),
      ],
      [attempt(1, 0, { denoise: 'light' }, -12, { novelty: 0.1 })],
      [attempt(2, 0, { film_grain: 1 }, -2, { verdict: 'suspect' })],
    );
    expect(totals).toMatchObject({ novel: 2, novel_wins: 1, familiar_wins: 1, compared: 3 });
    expect(totals).toMatchObject({ attempts: 4, infrastructure: 1, gain_points: 12 });
    expect(series.map(({ best_percent }) => best_percent)).toEqual([-10, -12, -12]);
    expect(series.at(-1)?.wasted_share).toBe(0.25);
    // 12 points for four tasks of 50 CPU seconds each.
    expect(series.at(-1)?.gain_per_cpu_hour).toBeCloseTo((12 * 3600) / 200, 3);
  });
});

describe('convergence', () => {
  const at = (iteration: number, best_percent: number | null, clip_set = 'clips') => ({
    ...{ reasoning_id: String(iteration), iteration, best_percent, clip_set },
    ...{ left_share: null, left_after: null, coverage: null, brier: null, novelty: null },
    ...{ wasted_share: null, gain_per_cpu_hour: null, gain_per_usd: null },
  });

  it('is the slope of the best so far, of the present clips alone', () => {
    expect(convergenceSlope([at(1, -2), at(2, -4), at(3, -6)])).toBeCloseTo(-2, 9);
    expect(convergenceSlope([at(1, -40, 'others'), at(2, -4), at(4, -5)])).toBeCloseTo(-0.5, 9);
    expect(convergenceSlope([at(1, null), at(2, -4)])).toBeNull();
  });
});

it('a long series keeps its first point, its newest twelve, and others evenly between them', () => {
  const series = summaryOf(generatedHistory(300, 1, 2)).intelligence?.series ?? [];
  const iterations = series.map(({ iteration }) => iteration);
  expect(iterations.length).toBeLessThanOrEqual(30);
  expect(iterations.slice(0, 4)).toEqual([1, 32, 64, 96]);
  expect(iterations.slice(-12)).toEqual(Array.from({ length: 12 }, (_, index) => 289 + index));
});
