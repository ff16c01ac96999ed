import { GraphWidget, type IWidget, SingleValueWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { MILESTONES_MBPS, TIERS } from '../../lambdas/shared/names.ts';
import { CAMPAIGN, perCampaign, perStrategy } from '../metrics.ts';
import { FULL, HALF } from './grid.ts';

/** The best so far in figures and over time, by campaign and strategy, and how fast it gets better. */
export function improving(): IWidget[][] {
  const bestRate = () => perCampaign('bestBdRate', 'Minimum', { label: `BD-rate in percent, ${CAMPAIGN}` });
  const bestBitrate = () =>
    perCampaign('bestBitrate', 'Minimum', { label: `Mbit/s at the quality floor, ${CAMPAIGN}` });
  return [
    [
      new SingleValueWidget({
        title: 'Best so far',
        width: FULL,
        height: 3,
        metrics: [bestRate(), bestBitrate()],
      }),
    ],
    [
      new GraphWidget({
        title: 'Best BD-rate against HEVC',
        width: HALF,
        left: [perCampaign('bestBdRate', 'Minimum'), perStrategy('bestBdRate', 'Minimum')],
        leftAnnotations: [
          { value: 0, label: 'HEVC' },
          ...TIERS.map((tier) => ({ value: -tier, label: `tier ${tier}` })),
        ],
        leftYAxis: { label: 'percent, lower is better', showUnits: false },
      }),
      new GraphWidget({
        title: "The champion's bitrate at the quality floor",
        width: HALF,
        left: [bestBitrate()],
        leftAnnotations: MILESTONES_MBPS.map((value) => ({ value, label: `milestone ${value}` })),
        leftYAxis: { label: 'Mbit/s, mean over clips', min: 0, showUnits: false },
      }),
    ],
    [
      new GraphWidget({
        title: 'Convergence and efficiency',
        width: HALF,
        left: [perCampaign('convergence', 'Average')],
        leftYAxis: { label: 'points per iteration, less is better', showUnits: false },
        right: [perCampaign('efficiency', 'Average')],
        rightYAxis: { label: 'points gained per USD', min: 0, showUnits: false },
      }),
      new GraphWidget({
        title: 'Adaptation and novelty',
        width: HALF,
        left: [
          perCampaign('adaptation', 'Average', { label: `refuted directions left, ${CAMPAIGN}` }),
          perCampaign('novelty', 'Average', { label: `distance to the nearest earlier, ${CAMPAIGN}` }),
        ],
        leftYAxis: { min: 0, max: 1, showUnits: false },
      }),
    ],
  ];
}
