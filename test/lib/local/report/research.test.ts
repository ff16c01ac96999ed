import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { noStatistics } from '../../../../lambdas/shared/arm-statistics.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';
import { historyFigures } from '../../../../lib/local/report/history-figures.ts';
import { intelligenceReport } from '../../../../lib/local/report/intelligence-report.ts';
import { sourcesReport } from '../../../../lib/local/report/sources-report.ts';
import { generatedHistory, summaryOf } from '../../../lambdas/shared/memory/generated-history.ts';

const SUMMARY = summaryOf(generatedHistory(60, 4, 3));
const text = (lines: readonly string[]) => stripVTControlCharacters(lines.join('\n'));

describe('what each source has brought', () => {
  it('given sources that cost and brought something, tells their points per dollar, and what Claude is worth', () => {
    const sources = {
      llm: { ...noStatistics(), experiments: 4, wins: 1, gain_points: 3, usd: 2 },
      model: { ...noStatistics(), experiments: 3, wins: 2, gain_points: 5, usd: 0.25 },
      random: { ...noStatistics(), experiments: 3, usd: 0.25 },
    };
    const report = text(sourcesReport({ ...emptySummary(), sources }, 200));
    expect(report).toMatch(/^Claude +4 +0 +1 +3\.0 +2\.000 +1\.5 /m);
    expect(report).toMatch(/^search model +3 +0 +2 +5\.0 +0\.250 +20\.0 /m);
    expect(report).toContain('Claude has brought 1.5 points per USD, what is planned without it 10.0.');
  });

  it('given nothing yet, says nothing', () => {
    expect(sourcesReport(emptySummary(), 100)).toEqual([]);
    expect(intelligenceReport(emptySummary(), 100)).toEqual([]);
  });
});

describe('the measures of intelligence', () => {
  it('are told in a sentence each, and over time from the first iteration to the newest', () => {
    const report = text(intelligenceReport(SUMMARY, 120));
    for (const measure of ['Convergence', 'Adaptation', 'Calibration', 'Novelty', 'Efficiency'])
      expect(report).toMatch(new RegExp(`^${measure} +\\S`, 'm'));
    expect(report).toMatch(/^ +1 +-7\.7 /m);
    expect(report).toMatch(/^ +60 +-30\.6 /m);
  });

  it.each([60, 80, 120])('fit a window of %i characters', (columns) => {
    const report = text([...sourcesReport(SUMMARY, columns), ...intelligenceReport(SUMMARY, columns)]);
    for (const line of report.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });
});

it('the same figures are there as JSON', () => {
  const figures = historyFigures('default', { records: [], unreadable: [] }, SUMMARY);
  const read = JSON.parse(JSON.stringify(figures));
  expect(read.sources.model.gain_points_per_usd).toBeGreaterThan(0);
  expect(read.intelligence.series.at(-1).iteration).toBe(60);
  expect(read.forecasts.sources.llm.measured).toBeGreaterThan(0);
});
