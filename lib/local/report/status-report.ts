import pc from 'picocolors';
import { MILESTONES_MBPS, QUALITY_FLOOR } from '../../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { CampaignSummary, Champion, Control } from '../../../lambdas/shared/summary.ts';
import { dollars, labelled, megabits, signedPercent, strategyText, wrapped } from './format.ts';
import { reasoningLines } from './reasoning-lines.ts';

export interface CampaignStatus {
  readonly campaign: string;
  readonly summary: CampaignSummary;
  readonly control: Control;
  /** The newest; undefined when there is none that can be read. */
  readonly reasoning: ReasoningRecord | undefined;
  /** Whether its experiments ran on Fargate, so that their time was paid. */
  readonly isDeployed: boolean;
}

/**
 * What a campaign has come to so far.
 * @param month calendar month (UTC) whose cost is shown, for example `2026-11`.
 */
export function statusReport(status: CampaignStatus, month: string, columns: number): string {
  const { campaign, summary, control, reasoning, isDeployed } = status;
  return [
    pc.bold(`Campaign ${campaign}${control.paused ? `, paused: ${control.reason}` : ''}`),
    labelled('Champion', championText(summary), columns),
    labelled('Recorded', countsText(summary), columns),
    labelled('Forecasts', forecastsText(summary), columns),
    labelled('Milestones', `at PSNR-YUV ${QUALITY_FLOOR.psnrYuv} dB and SSIM ${QUALITY_FLOOR.ssim}`, columns),
    ...MILESTONES_MBPS.map((mbps) => wrapped(milestoneText(summary, mbps), columns, ' '.repeat(12))),
    labelled('Cost', costText(summary, month, isDeployed), columns),
    ...(reasoning === undefined
      ? []
      : [`Last iteration ${reasoning.reasoning_id}`, ...reasoningLines(reasoning, columns)]),
  ].join('\n');
}

function championText({ champion, since_improvement }: CampaignSummary): string {
  if (champion === null) return 'none yet';
  const { experiment_id, spec, bd_rate_percent, bitrate_mbps } = champion;
  return [
    strategyText(spec),
    `BD-rate ${signedPercent(bd_rate_percent)} % (${familiesText(champion)}) against HEVC`,
    ...(champion.validate_bd_rate_percent == null
      ? []
      : [`${signedPercent(champion.validate_bd_rate_percent)} % on the validate clips`]),
    standingText(champion),
    `quality floor ${bitrate_mbps === null ? 'not reached' : `at ${megabits(bitrate_mbps)} Mbit/s`}`,
    `experiment ${experiment_id}; ${since_improvement} recorded since`,
  ].join(', ');
}

function familiesText({ bd_rate_ssim_percent, tune }: Champion): string {
  const msSsim = tune?.ms_ssim_db == null ? '' : `, MS-SSIM ${signedPercent(tune.ms_ssim_db)} %`;
  return `SSIM ${signedPercent(bd_rate_ssim_percent)} %${msSsim}`;
}

/** How far a champion can be trusted. */
function standingText({ provisional, unvalidated, confirmed_by, defended }: Champion): string {
  const grade = unvalidated
    ? 'provisional and unvalidated, because there is no clip to validate on'
    : provisional
      ? 'provisional, because it was validated on fewer than six clips'
      : provisional === undefined
        ? 'not judged by the present rules'
        : 'validated';
  const held = defended ? `, stood ${defended} ${defended === 1 ? 'iteration' : 'iterations'}` : '';
  return `${grade}${held}${confirmed_by == null ? '' : `, confirmed by ${confirmed_by}`}`;
}

function countsText({ counts }: CampaignSummary): string {
  const classes = Object.entries(counts.by_class).map(([name, count]) => `${count} ${name}`);
  const why = classes.length === 0 ? '' : ` (${classes.join(', ')})`;
  return `${counts.succeeded} succeeded, ${counts.failed} failed${why}`;
}

function forecastsText({ forecasts }: CampaignSummary): string {
  if (forecasts.count === 0) return 'none measured yet';
  return `${forecasts.within} of ${forecasts.count} measurements within their range, mean error ${forecasts.mean_absolute_error.toFixed(1)} points`;
}

function milestoneText({ milestones }: CampaignSummary, mbps: number): string {
  const met = milestones.find((milestone) => milestone.mbps === mbps);
  if (met === undefined) return `${mbps} Mbit/s: not reached`;
  const clip = met.kind === 'synthetic' ? `${met.clip} (synthetic)` : met.clip;
  const anchor =
    met.anchor_bitrate_mbps === null ? 'not there' : `${megabits(met.anchor_bitrate_mbps)} Mbit/s`;
  return `${mbps} Mbit/s: ${megabits(met.bitrate_mbps)} Mbit/s on ${clip} by ${met.experiment_id}; HEVC ${anchor}`;
}

function costText({ months }: CampaignSummary, month: string, isDeployed: boolean): string {
  const { llm_usd = 0, compute_usd = 0, experiments = 0 } = months[month] ?? {};
  const fargate = isDeployed
    ? `${dollars(compute_usd)} on Fargate, by their time`
    : `whose time would cost ${dollars(compute_usd)} on Fargate and nothing here`;
  return `${month}: Claude ${dollars(llm_usd)}; ${experiments} experiments, ${fargate}`;
}
