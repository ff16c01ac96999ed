import { join } from 'node:path';
import pc from 'picocolors';
import type { BdRates, ClipResult, ExperimentResult, SetResult } from '../../../lambdas/shared/result.ts';
import { isScreenedOut } from '../../../lambdas/shared/screening.ts';
import { bdRateTable, type NamedRates } from './bd-rate-table.ts';
import { choiceLines } from './choice-lines.ts';
import { floorTable } from './floor-table.ts';
import { clipText, labelled, signedPercent, strategyText, wrapped } from './format.ts';
import { instrumentLines } from './instrument-lines.ts';
import { intervalText } from './interval-text.ts';
import { pointTable } from './point-table.ts';
import { sceneTable } from './scene-table.ts';
import { screeningSection } from './screening-lines.ts';

/** Names of the two anchors in headings. */
export const ANCHOR_NAME = 'HEVC (libx265 medium)';
export const STRONG_ANCHOR_NAME = 'the strong anchor (libx265 veryslow, 10 bit, tune psnr)';

export interface MeasurementFindings {
  readonly result: ExperimentResult;
  /** Data folder, as a person would type it, and the result's key in it. */
  readonly folder: string;
  readonly key: string;
}

/** Everything that was measured of one configuration. */
export function measurementReport({ result, folder, key }: MeasurementFindings, columns: number): string {
  const line = (label: string, text: string) => labelled(label, text, columns);
  return [
    pc.bold(`${result.experiment_id}: ${strategyText(result.spec)}`),
    line('Status', statusText(result)),
    line('Spec', specText(result)),
    ...resultSections(result, columns),
    '',
    line('Result', join(folder, 'artifacts', key)),
  ].join('\n');
}

/** The sections that say what was measured, each with an empty line before it. */
export function resultSections(result: ExperimentResult, columns: number): string[] {
  if (result.clips.length === 0) return [];
  return [
    ...(result.screening ? screeningSection(result.screening, columns) : []),
    ...(isScreenedOut(result) ? [] : comparisonSections(result, columns)),
    ...sceneSection(result.clips, columns),
    ...result.clips.flatMap((clip) => [
      '',
      pc.bold(sourceText(clip)),
      pointTable(clip.points, columns),
      ...choiceLines(clip.points, columns),
    ]),
    '',
    pc.bold('How it was measured'),
    ...instrumentLines(result, columns),
  ];
}

/** What the clips are like, where that was measured. */
function sceneSection(clips: readonly ClipResult[], columns: number): string[] {
  const table = sceneTable(clips, columns);
  if (table === undefined) return [];
  const units =
    'Levels of 8 bits; motion in samples per frame; explained: share of the difference between frames that motion takes away.';
  return ['', pc.bold('What the clips are like'), table, wrapped(units, columns)];
}

/** What whole ladders come to. */
function comparisonSections(result: ExperimentResult, columns: number): string[] {
  return [
    '',
    pc.bold(`Against ${ANCHOR_NAME}: rate at equal quality, less is better`),
    bdRateTable(withMeans(result, 'bd_rate'), columns),
    ...(result.clips.some(({ bd_rate_strong }) => bd_rate_strong != null)
      ? [
          '',
          pc.bold(`Against ${STRONG_ANCHOR_NAME}`),
          bdRateTable(withMeans(result, 'bd_rate_strong'), columns),
        ]
      : []),
    ...setLines(result, columns),
    '',
    pc.bold('Smallest bitrate at the quality floor, measured'),
    floorTable(result, columns),
  ];
}

function statusText({ status, failure, wall_seconds, cpu_seconds }: ExperimentResult): string {
  if (failure !== null) {
    const check = failure.check === undefined ? '' : `, check ${failure.check}`;
    return `${status} (${failure.class}${check}): ${failure.message}`;
  }
  const { encode, decode, anchor, controls, others, harness } = cpu_seconds;
  const rest = [
    ...(controls === undefined ? [] : [`${controls.toFixed(1)} controls`]),
    ...(others === undefined ? [] : [`${others.toFixed(1)} other programs`]),
  ].map((part) => `${part}, `);
  return `${status} in ${wall_seconds.toFixed(1)} seconds; CPU seconds: ${encode.toFixed(1)} encode, ${decode.toFixed(1)} decode, ${anchor.toFixed(1)} anchors, ${rest.join('')}${harness.toFixed(1)} harness`;
}

function specText({ spec, spec_hash }: ExperimentResult): string {
  return `${spec.clips.length} ${spec.clips.length === 1 ? 'clip' : 'clips'}, up to ${spec.frames} frames each, keyframe every ${spec.gop}, ${spec.rate_points} rate points and more where needed, hash ${spec_hash}`;
}

function sourceText({ source }: ClipResult): string {
  const [numerator = 0, denominator = 1] = source.fps.split('/').map(Number);
  const set = source.set === undefined || source.set === 'tune' ? '' : `, ${source.set}`;
  return `${clipText(source)}${set}: ${source.width}x${source.height}, ${source.frames} frames, ${Number((numerator / denominator).toFixed(3))} per second`;
}

/** Clips in the order of the sets, with the mean of each set that has more than one. */
function withMeans(
  { clips, sets, bd_rate }: ExperimentResult,
  which: 'bd_rate' | 'bd_rate_strong',
): NamedRates[] {
  const present = (name: string, rates: BdRates | null | undefined) => (rates ? [{ name, rates }] : []);
  return (['tune', 'validate', 'sealed'] as const).flatMap((set) => {
    const own = clips.filter(({ source }) => (source.set ?? 'tune') === set);
    const rows = own.flatMap((clip) => present(clipText(clip.source), clip[which]));
    if (rows.length < 2) return rows;
    const mean = sets?.[set]?.[which] ?? (set === 'tune' && which === 'bd_rate' ? bd_rate : null);
    const name = `mean of ${rows.length}${set === 'tune' ? '' : `, ${set}`}`;
    return [...rows, ...present(name, mean).map((row) => ({ ...row, isMean: true as const }))];
  });
}

/** What each set of clips came to beyond its mean, and whether the families of metrics agree. */
function setLines({ sets, agreement }: ExperimentResult, columns: number): string[] {
  const cells = sets?.validate || sets?.sealed ? 23 : 12;
  const line = (label: string, text: string) => labelled(label, text, columns, cells);
  const lines = (['tune', 'validate', 'sealed'] as const).flatMap((name) => {
    const set = sets?.[name];
    if (!set) return [];
    const suffix = name === 'tune' ? '' : ` (${name})`;
    const gap = name === 'tune' ? undefined : gapText(sets?.tune, set);
    return [
      line(`Worst clip${suffix}`, worstText(set)),
      line(`Interval${suffix}`, intervalText(set)),
      ...(gap === undefined ? [] : [line(`Gap${suffix}`, gap)]),
    ];
  });
  const families =
    agreement === undefined ? [] : [line('Families', `${agreement.verdict}: ${agreement.sentence}`)];
  return [...lines, ...families];
}

/** How much worse than the clips of the search, which best-of-many flatters. */
function gapText(tune: SetResult | undefined, other: SetResult): string | undefined {
  const [searched, held] = [tune?.bd_rate.psnr_yuv.percent ?? null, other.bd_rate.psnr_yuv.percent];
  if (searched === null || held === null) return undefined;
  return `${signedPercent(held - searched)} points from the tune clips`;
}

function worstText({ worst_clip }: SetResult): string {
  return worst_clip === null
    ? 'cannot be told: a clip has no BD-rate'
    : `${worst_clip.name}, ${signedPercent(worst_clip.percent)} %`;
}
