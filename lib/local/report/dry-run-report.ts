import pc from 'picocolors';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import { forecastText, labelled, strategyText, wrapped } from './format.ts';
import { reasoningLines } from './reasoning-lines.ts';

/** What the next iteration would run and why. */
export function dryRunReport(plan: ReasoningRecord, columns: number): string {
  const arms = plan.experiments.map(({ spec, purpose, expected_bd_rate, expected_cpu_seconds }) =>
    [
      `${strategyText(spec)}: forecast ${forecastText(expected_bd_rate)} %, about ${expected_cpu_seconds.toFixed(0)} CPU seconds`,
      wrapped(purpose, columns, '    '),
    ].join('\n'),
  );
  const [cause, hypothesis, , planner] = reasoningLines(plan, columns);
  return [
    pc.bold(`The next iteration of campaign ${plan.campaign} would run`),
    ...arms,
    '',
    cause,
    hypothesis,
    labelled('Risks', plan.risks.join('; ') || 'none named', columns),
    planner,
  ].join('\n');
}
