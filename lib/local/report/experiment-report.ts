import { join } from 'node:path';
import pc from 'picocolors';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ClipMeasurement, ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { blockTable } from './block-table.ts';
import { clipText, labelled, megabits, signedPercent, strategyText } from './format.ts';
import { resultSections } from './measurement-report.ts';
import { reasoningLines } from './reasoning-lines.ts';
import { recordLines } from './record-lines.ts';

export interface ExperimentFindings {
  readonly record: ExperimentRecord;
  /** The task's own result; undefined when there is none. */
  readonly result: ExperimentResult | undefined;
  readonly reasoning: ReasoningRecord | undefined;
  /** Data folder, as a person would type it. */
  readonly folder: string;
}

/** Everything about one experiment. */
export function experimentReport(findings: ExperimentFindings, columns: number): string {
  const { record, result, reasoning, folder } = findings;
  const { measurement, spec } = record;
  const line = (label: string, text: string) => labelled(label, text, columns);
  const resultFile = record.result_key === null ? 'none' : join(folder, 'artifacts', record.result_key);
  return [
    pc.bold(`Experiment ${record.experiment_id} of campaign ${record.campaign}`),
    line('Strategy', strategyText(spec)),
    line('Purpose', `${record.purpose} (proposed by ${record.source})`),
    line(
      'Spec',
      `${spec.frames} frames, keyframe every ${spec.gop}, ${spec.rate_points} rate points, hash ${record.spec_hash}`,
    ),
    line(
      'Times',
      `planned ${record.planned_at}, ${record.finished_at === null ? 'not finished' : `finished ${record.finished_at}`}`,
    ),
    ...recordLines(record, result === undefined).map(([label, text]) => line(label, text)),
    ...(measurement === null
      ? []
      : [
          line(
            'Cost',
            `${measurement.cpu_seconds.toFixed(1)} CPU seconds of the arm, ${measurement.wall_seconds.toFixed(1)} seconds in all`,
          ),
        ]),
    ...(result !== undefined
      ? resultSections(result, columns)
      : measurement === null
        ? []
        : ['', clipTable(measurement.clips, columns)]),
    '',
    line('Result', resultFile),
    ...(reasoning === undefined ? [] : reasoningLines(reasoning, columns)),
  ].join('\n');
}

/** What the record itself knows of its clips, where the result is gone. */
function clipTable(clips: readonly ClipMeasurement[], columns: number): string {
  const rows = clips.map((clip) => [
    clipText(clip),
    signedPercent(clip.bd_rate_percent),
    signedPercent(clip.bd_rate_ssim_percent),
    megabits(clip.floor_bitrate_mbps),
    megabits(clip.anchor_floor_bitrate_mbps),
    clip.bd_rate_reason ?? '',
  ]);
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return blockTable(
    [
      { heading: 'clip', width: 34 },
      right('BD-rate\n%'),
      right('SSIM\n%'),
      right('Mbit/s\nat floor'),
      right('HEVC\nat floor'),
      { heading: '' },
    ],
    rows,
    columns,
  );
}
