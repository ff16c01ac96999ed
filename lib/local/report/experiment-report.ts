import { join } from 'node:path';
import pc from 'picocolors';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ClipMeasurement, ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { ExperimentResult, RatePoint } from '../../../lambdas/shared/result.ts';
import { forecastText, labelled, megabits, NONE, signedPercent, strategyText } from './format.ts';
import { reasoningLines } from './reasoning-lines.ts';
import { plainTable } from './table.ts';

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
  const { failure, measurement } = record;
  const line = (label: string, text: string) => labelled(label, text, columns);
  const resultFile = record.result_key === null ? 'none' : join(folder, 'artifacts', record.result_key);
  return [
    pc.bold(`Experiment ${record.experiment_id} of campaign ${record.campaign}`),
    line('Strategy', `${record.strategy}: ${strategyText(record.spec)}`),
    line('Purpose', `${record.purpose} (proposed by ${record.source})`),
    line(
      'Spec',
      `${record.spec.frames} frames, keyframe every ${record.spec.gop}, ${record.spec.rate_points} rate points, hash ${record.spec_hash}`,
    ),
    line(
      'Times',
      `planned ${record.planned_at}, ${record.finished_at === null ? 'not finished' : `finished ${record.finished_at}`}`,
    ),
    line(
      'Status',
      failure === null ? record.status : `${record.status} (${failure.class}): ${failure.message}`,
    ),
    line(
      'BD-rate',
      `${signedPercent(measurement?.bd_rate_percent ?? null)} %, SSIM ${signedPercent(measurement?.bd_rate_ssim_percent ?? null)} %, forecast ${forecastText(record.expected_bd_rate)} %`,
    ),
    line(
      'Verdict',
      record.verdict === null ? 'none yet' : `${record.verdict}: ${record.verdict_reason ?? ''}`,
    ),
    ...(measurement === null
      ? []
      : [
          line(
            'Cost',
            `${measurement.cpu_seconds.toFixed(1)} CPU seconds of the arm, ${measurement.wall_seconds.toFixed(1)} seconds in all`,
          ),
          '',
          clipTable(measurement.clips),
        ]),
    ...(result === undefined ? [] : pointTables(result)),
    '',
    line('Result', resultFile),
    ...(reasoning === undefined ? [] : reasoningLines(reasoning, columns)),
  ].join('\n');
}

function clipTable(clips: readonly ClipMeasurement[]): string {
  const rows = clips.map((clip) => [
    clip.kind === 'synthetic' ? `${clip.name} (synthetic)` : clip.name,
    signedPercent(clip.bd_rate_percent),
    signedPercent(clip.bd_rate_ssim_percent),
    megabits(clip.floor_bitrate_mbps),
    megabits(clip.anchor_floor_bitrate_mbps),
    clip.bd_rate_reason ?? '',
  ]);
  return plainTable(
    [
      { heading: 'clip', width: 30 },
      { heading: 'BD-rate\n%', align: 'right' },
      { heading: 'SSIM\n%', align: 'right' },
      { heading: 'Mbit/s\nat floor', align: 'right' },
      { heading: 'HEVC\nat floor', align: 'right' },
      { heading: '', width: 16 },
    ],
    rows,
    1,
  );
}

/** Every encode of the arm, and the exact command of the first: the others differ in the quality value alone. */
function pointTables({ clips, environment }: ExperimentResult): string[] {
  const argv = clips[0]?.points[0]?.encode.argv.join(' ');
  return [
    ...clips.flatMap(({ source, points }) => ['', source.name, pointTable(points)]),
    '',
    `Encoder ${environment.encoder_version}, ffmpeg ${environment.ffmpeg_version}, ${environment.cores} cores`,
    ...(argv === undefined ? [] : [argv]),
  ];
}

function pointTable(points: readonly RatePoint[]): string {
  const right = (heading: string) => ({ heading, align: 'right' as const });
  const rows = points.map((point) => [
    String(point.quality_control),
    point.role,
    point.bitrate_mbps.toFixed(3),
    point.psnr_yuv.toFixed(2),
    point.psnr_y.toFixed(2),
    point.ssim.toFixed(4),
    String(point.bytes),
    point.encode.cpu_seconds.toFixed(1),
    point.bitstream_key === null ? NONE : 'kept',
  ]);
  const headings = ['Mbit/s', 'PSNR-YUV', 'PSNR-Y', 'SSIM', 'bytes', 'CPU s'];
  return plainTable(
    [right('quality'), { heading: 'role' }, ...headings.map(right), { heading: 'stream' }],
    rows,
  );
}
