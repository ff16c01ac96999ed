import type { ClipResult } from '../../../lambdas/shared/result.ts';
import type { SceneFeatures } from '../../../lambdas/shared/scene-features.ts';
import { blockTable } from './block-table.ts';
import { clipText, NONE } from './format.ts';

/** Cuts whose frames are named. */
const NAMED_CUTS = 4;

/** What each clip is like; undefined for a result from before that was measured. */
export function sceneTable(clips: readonly Pick<ClipResult, 'source'>[], width: number): string | undefined {
  const rows = clips.flatMap(({ source }) =>
    source.scene === undefined ? [] : [[clipText(source), ...sceneCells(source.scene)]],
  );
  if (rows.length === 0) return undefined;
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return blockTable(
    [
      { heading: 'clip', width: 34 },
      right('SI\nmax'),
      right('SI\nmean'),
      right('TI\nmax'),
      right('TI\nmean'),
      right('motion\nmean'),
      right('motion\n95 %'),
      right('ex-\nplained'),
      right('flat'),
      right('noise'),
      right('level'),
      { heading: 'cuts at\nframe' },
    ],
    rows,
    width,
  );
}

function sceneCells(scene: SceneFeatures): string[] {
  const { spatial_information: si, temporal_information: ti, motion, noise_sigma, cuts } = scene;
  const decimal = (value: number | undefined) => value?.toFixed(1) ?? NONE;
  return [
    decimal(si.max),
    decimal(si.mean),
    decimal(ti?.max),
    decimal(ti?.mean),
    decimal(motion?.mean),
    decimal(motion?.p95),
    roundedShare(motion?.explained_share ?? null),
    roundedShare(scene.flat_share),
    noise_sigma?.toFixed(2) ?? NONE,
    scene.luminance.toFixed(0),
    cutsText(cuts),
  ];
}

/** A share as the nearest whole percent. */
export function roundedShare(value: number | null): string {
  return value === null ? NONE : `${(100 * value).toFixed(0)} %`;
}

function cutsText(cuts: readonly number[]): string {
  if (cuts.length === 0) return 'none';
  const named = cuts.slice(0, NAMED_CUTS).join(', ');
  return cuts.length > NAMED_CUTS ? `${named} and ${cuts.length - NAMED_CUTS} more` : named;
}
