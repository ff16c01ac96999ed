import pc from 'picocolors';
import { encoderName } from '../../../lambdas/shared/encoder-name.ts';
import type { ContestantRates, SceneMemory } from '../../../lambdas/shared/summary/scenes.ts';
import type { CampaignSummary } from '../../../lambdas/shared/summary.ts';
import { blockTable } from './block-table.ts';
import { NONE, shortId, signedPercent, wrapped } from './format.ts';
import { roundedShare } from './scene-table.ts';

/** What the tune clips are like, and which encoder came out best on each; empty before that was measured. */
export function contentReport({ scenes }: CampaignSummary, columns: number): string[] {
  if (scenes === undefined || scenes.clips.length === 0) return [];
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return [
    pc.bold('What the tune clips are like, and what came out best on each'),
    blockTable(
      [
        { heading: 'clip', width: 28 },
        right('SI'),
        right('TI'),
        right('motion'),
        right('ex-\nplained'),
        right('flat'),
        right('noise'),
        right('cuts'),
        { heading: 'best', begins: true },
        right('BD-rate\n%'),
        { heading: 'of' },
      ],
      scenes.clips.map(({ name }, index) => [name, ...figures(scenes, index), ...bestCells(scenes, index)]),
      columns,
    ),
    wrapped(
      'SI and TI: spatial and temporal information (ITU-T P.910), means over frames, 8-bit levels. Motion: samples per frame. Explained: share of the difference between frames that motion takes away. Flat: share of blocks without structure; noise: its deviation on those. Best: of each encoder the experiment with the lowest mean takes part.',
      columns,
    ),
  ];
}

function figures({ clips }: SceneMemory, index: number): string[] {
  const scene = clips[index]?.scene;
  const decimal = (value: number | null | undefined) => value?.toFixed(1) ?? NONE;
  return [
    decimal(scene?.si_mean),
    decimal(scene?.ti_mean),
    decimal(scene?.motion_mean),
    roundedShare(scene?.explained ?? null),
    roundedShare(scene?.flat ?? null),
    scene?.noise?.toFixed(2) ?? NONE,
    String(scene?.cuts ?? NONE),
  ];
}

function bestCells({ best }: SceneMemory, index: number): string[] {
  const rateOf = ({ rates }: ContestantRates) => rates[index] ?? Number.POSITIVE_INFINITY;
  const [first] = best.toSorted((a, b) => rateOf(a) - rateOf(b));
  const rate = first?.rates[index] ?? null;
  if (first === undefined || rate === null) return [NONE, NONE, NONE];
  return [encoderName(first), signedPercent(rate), shortId(first.experiment_id)];
}
