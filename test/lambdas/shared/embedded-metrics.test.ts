import { describe, expect, it } from 'vitest';
import { embeddedMetrics, labMetrics, strategyMetrics } from '../../../lambdas/shared/embedded-metrics.ts';
import { LAB_METRICS, METRICS, STRATEGY_METRICS } from '../../../lambdas/shared/names.ts';

const NOW = new Date('2026-11-23T06:00:00Z');

/** Dimensions and names of what a line declares, each of which must stand in it with its value. */
function declared(line: string) {
  const { _aws, ...fields } = JSON.parse(line);
  const [{ Dimensions, Metrics }] = _aws.CloudWatchMetrics;
  const names = Metrics.map(({ Name }: { Name: string }) => Name);
  for (const name of [...Dimensions[0], ...names]) expect(fields).toHaveProperty(name);
  return { dimensions: Dimensions, names };
}

describe('metrics', () => {
  it('are one line in the shape that CloudWatch reads: each declared metric and dimension has its value', () => {
    const line = embeddedMetrics(
      'default',
      { [METRICS.bdRate]: -6.1, [METRICS.experimentsRecorded]: 1 },
      NOW,
    );

    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: NOW.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'CodecLab',
            Dimensions: [['Campaign']],
            Metrics: [{ Name: 'BdRatePercent' }, { Name: 'ExperimentsRecorded' }],
          },
        ],
      },
      Campaign: 'default',
      BdRatePercent: -6.1,
      ExperimentsRecorded: 1,
    });
  });

  it('of a strategy have two dimensions, of the laboratory none', () => {
    const best = { [STRATEGY_METRICS.bestBdRate]: -4 };
    expect(declared(strategyMetrics('default', 'hybrid', best, NOW))).toEqual({
      dimensions: [['Campaign', 'Strategy']],
      names: ['StrategyBestBdRatePercent'],
    });
    expect(declared(labMetrics({ [LAB_METRICS.monthCost]: 0 }, NOW))).toEqual({
      dimensions: [[]],
      names: ['MonthCostUsd'],
    });
  });

  it('may be found by run and experiment without another metric for each', () => {
    const fields = { run_id: 'r', experiment_id: 'e' };
    const line = embeddedMetrics('default', { [METRICS.bdRate]: -1 }, NOW, fields);
    expect(JSON.parse(line)).toMatchObject(fields);
    expect(declared(line)).toEqual({ dimensions: [['Campaign']], names: ['BdRatePercent'] });
  });
});
