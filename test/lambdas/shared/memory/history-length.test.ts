import { expect, it } from 'vitest';
import { CampaignSummary, emptySummary } from '../../../../lambdas/shared/summary.ts';
import { generatedHistory, summaryOf } from './generated-history.ts';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

it('given 10,000 experiments, a summary stays under 100 KB at every length and still tells all its parts', () => {
  const history = generatedHistory(1250, 8, 7);
  let summary = emptySummary();
  for (let done = 0; done < history.length; done += 50) {
    summary = summaryOf(history.slice(done, done + 50), summary);
    expect(bytesOf(summary)).toBeLessThan(100_000);
  }
  expect(CampaignSummary.parse(summary)).toEqual(summary);
  expect(summary.observations?.length).toBeGreaterThan(60);
  expect(summary.front?.length).toBeGreaterThan(3);
  expect(summary.ranking?.['conventional']).toMatchObject({ top: { length: 5 }, bottom: { length: 5 } });
  expect(summary.recent).toHaveLength(12);
  expect(summary.refuted).toHaveLength(16);
  expect(summary.intelligence?.totals.iterations).toBe(1250);
  expect(summary.intelligence?.series.length).toBeLessThanOrEqual(30);
  expect(Object.keys(summary.calibration?.sources ?? {})).toHaveLength(6);
  expect(Object.keys(summary.tried ?? {})).toHaveLength(3);
});

it('given names and messages as long as they may be, it stays so too', () => {
  const long = 'x'.repeat(40);
  const history = generatedHistory(60, 8, 3).map(({ reasoning, records }) => ({
    reasoning,
    records: records.map((record, index) => ({
      ...record,
      spec: {
        ...record.spec,
        encoder: `${long.slice(2)}${index % 2}`,
        parameters: Object.fromEntries(
          Array.from({ length: 24 }, (_, name) => [
            `${long.slice(3)}${name}`,
            `${long.slice(0, 20)}${record.experiment_id.slice(0, 18)}`,
          ]),
        ),
      },
    })),
  }));
  const summary = summaryOf(history);
  expect(bytesOf(summary)).toBeLessThan(100_000);
  expect(CampaignSummary.parse(summary)).toEqual(summary);
});
