import pc from 'picocolors';
import { valueForMoney, worthOfModel } from '../../../lambdas/shared/memory/value-for-money.ts';
import type { CampaignSummary } from '../../../lambdas/shared/summary.ts';
import { blockTable } from './block-table.ts';
import { NONE, wrapped } from './format.ts';

/** Who proposed it, in the words of the reports. */
const NAMES: Readonly<Record<string, string>> = {
  llm: 'Claude',
  model: 'search model',
  mutation: 'mutation',
  random: 'random draw',
  rules: 'planning rules',
  manual: 'a person',
};

/** What each source of proposals has brought per dollar, and how its forecasts stood; empty before the first. */
export function sourcesReport({ sources = {}, calibration }: CampaignSummary, columns: number): string[] {
  const known = Object.keys(NAMES).flatMap((name) => {
    const statistics = sources[name as keyof typeof sources];
    return statistics === undefined ? [] : [{ name, value: valueForMoney(statistics) }];
  });
  if (known.length === 0) return [];
  const right = (heading: string) => ({ heading, align: 'right' as const });
  const tallyOf = (name: string) => calibration?.sources[name as keyof typeof calibration.sources];
  const table = blockTable(
    [
      { heading: 'source' },
      right('experi-\nments'),
      right('wasted'),
      right('wins'),
      right('gain\npoints'),
      right('USD'),
      right('points\nper USD'),
      { ...right('forecasts\nthat held'), begins: true },
      right('Brier'),
      right('pinball\npoints'),
    ],
    known.map(({ name, value }) => {
      const tally = tallyOf(name);
      return [
        NAMES[name] ?? name,
        String(value.experiments),
        String(value.wasted),
        String(value.wins),
        value.gain_points.toFixed(1),
        value.usd.toFixed(3),
        value.gain_points_per_usd === null ? NONE : value.gain_points_per_usd.toFixed(1),
        tally === undefined || tally.measured === 0
          ? NONE
          : `${tally.calibrated.covered} of ${tally.measured}`,
        tally === undefined || tally.improvements === 0
          ? NONE
          : change(tally.raw.brier, tally.calibrated.brier),
        tally === undefined || tally.measured === 0
          ? NONE
          : change(tally.raw.pinball, tally.calibrated.pinball),
      ];
    }),
    columns,
  );
  return [
    pc.bold('What each source has brought'),
    table,
    wrapped(
      `Gain: points of BD-rate by which its wins moved the champion, counted from the best of the encoders' own defaults. USD: computing at Fargate's price, and what Claude cost. Brier and pinball: as stated, and after recalibration; less is better.${worthText(sources)}`,
      columns,
    ),
  ];
}

function change(raw: number, calibrated: number): string {
  const [before, after] = [raw.toFixed(2), calibrated.toFixed(2)];
  return before === after ? before : `${before} to ${after}`;
}

function worthText(sources: NonNullable<CampaignSummary['sources']>): string {
  const worth = worthOfModel(sources);
  if (worth === null) return '';
  const { withModel, withoutModel } = worth;
  return ` Claude has brought ${withModel.toFixed(1)} points per USD, what is planned without it ${withoutModel.toFixed(1)}.`;
}
