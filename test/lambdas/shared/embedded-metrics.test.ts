import { expect, it } from 'vitest';
import { embeddedMetrics } from '../../../lambdas/shared/embedded-metrics.ts';
import { METRICS } from '../../../lambdas/shared/names.ts';

it('metrics are one line in the shape that CloudWatch reads: each declared metric and dimension has its value', () => {
  const now = new Date('2026-11-23T06:00:00Z');

  const line = embeddedMetrics('default', { [METRICS.bdRate]: -6.1, [METRICS.experimentsRecorded]: 1 }, now);

  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: now.getTime(),
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
