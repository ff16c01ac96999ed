import { METRICS } from './names.ts';

type MetricName = Exclude<(typeof METRICS)[keyof typeof METRICS], 'CodecLab' | 'Campaign'>;

/** One line in CloudWatch's embedded metric format: printed on standard output it becomes metrics of one campaign. */
export function embeddedMetrics(
  campaign: string,
  values: Partial<Record<MetricName, number>>,
  now: Date,
): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRICS.namespace,
          Dimensions: [[METRICS.dimension]],
          Metrics: Object.keys(values).map((Name) => ({ Name })),
        },
      ],
    },
    [METRICS.dimension]: campaign,
    ...values,
  });
}
