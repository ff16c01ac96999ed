import { type LAB_METRICS, METRICS, STRATEGY_METRICS, type Strategy } from './names.ts';

type CampaignMetric = Exclude<(typeof METRICS)[keyof typeof METRICS], 'CodecLab' | 'Campaign'>;
type StrategyMetric = Exclude<(typeof STRATEGY_METRICS)[keyof typeof STRATEGY_METRICS], 'Strategy'>;
type LabMetric = (typeof LAB_METRICS)[keyof typeof LAB_METRICS];

/** What else a line says, for whoever searches the log: these are no dimensions and cost nothing. */
export type LineFields = Readonly<Record<string, string | number>>;

/** One line in CloudWatch's embedded metric format: printed on standard output it becomes metrics of one campaign. */
export function embeddedMetrics(
  campaign: string,
  values: Partial<Record<CampaignMetric, number>>,
  now: Date,
  fields: LineFields = {},
): string {
  return line({ [METRICS.dimension]: campaign }, values, now, fields);
}

/** The same for one strategy of a campaign. */
export function strategyMetrics(
  campaign: string,
  strategy: Strategy,
  values: Partial<Record<StrategyMetric, number>>,
  now: Date,
  fields: LineFields = {},
): string {
  const dimensions = { [METRICS.dimension]: campaign, [STRATEGY_METRICS.dimension]: strategy };
  return line(dimensions, values, now, fields);
}

/** The same for the laboratory as a whole, without a dimension. */
export function labMetrics(
  values: Partial<Record<LabMetric, number>>,
  now: Date,
  fields: LineFields = {},
): string {
  return line({}, values, now, fields);
}

function line(
  dimensions: Readonly<Record<string, string>>,
  values: Readonly<Record<string, number>>,
  now: Date,
  fields: LineFields,
): string {
  return JSON.stringify({
    ...fields,
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRICS.namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: Object.keys(values).map((Name) => ({ Name })),
        },
      ],
    },
    ...dimensions,
    ...values,
  });
}
