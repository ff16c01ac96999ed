import { describe, expect, it } from 'vitest';
import { shortScene } from '../../../../lambdas/shared/scene-features.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';
import { contentReport } from '../../../../lib/local/report/content-report.ts';
import { sceneTable } from '../../../../lib/local/report/scene-table.ts';
import { givenScene } from '../../../support/scene.ts';

const source = (name: string, scene?: ReturnType<typeof givenScene>) => ({
  source: {
    ...{ name, kind: 'stored' as const, file_sha256: null, frames_sha256: 'f', width: 640, height: 360 },
    ...{ fps: '30/1', frames: 60, start_seconds: 0, notes: [], ...(scene && { scene }) },
  },
});

describe('the table of what clips are like', () => {
  it('has a line for each clip that was measured, in a window of any width', () => {
    const clips = [
      source('dog.mkv', givenScene({ cuts: [12, 30] })),
      source('still.mkv', givenScene({ temporal_information: null, motion: null, noise_sigma: null })),
      source('earlier.mkv'),
    ];
    const wide = sceneTable(clips, 140) ?? '';
    expect(wide).toMatch(
      /^dog\.mkv +48\.6 +40\.4 +22\.5 +15\.3 +5\.6 +14\.9 +78 % +29 % +1\.50 +112 +12, 30$/m,
    );
    expect(wide).toMatch(/^still\.mkv +48\.6 +40\.4 +- +- +- +- +- +29 % +- +112 +none$/m);
    expect(wide).not.toContain('earlier.mkv');
    const narrow = sceneTable(clips, 60) ?? '';
    expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('names the first cuts of many', () => {
    const table = sceneTable([source('cut.mkv', givenScene({ cuts: [1, 2, 3, 4, 5, 6] }))], 140);
    expect(table).toContain('1, 2, 3, 4 and 2 more');
  });

  it('is not there for results from before it was measured', () => {
    expect(sceneTable([source('earlier.mkv')], 140)).toBeUndefined();
  });
});

describe('what came out best on each clip', () => {
  const id = '20261123T060000Z-1a2b3c4d-02';

  it('is told with the experiment', () => {
    const scenes = {
      clips: [
        { name: 'dog.mkv', scene: shortScene(givenScene()) },
        { name: 'coast.mkv', scene: shortScene(givenScene({ motion: null })) },
      ],
      best: [
        { experiment_id: 'other-01', encoder: 'libx265', bd_rate_percent: -9, rates: [-18, null] },
        {
          ...{ experiment_id: id, strategy: 'hybrid', encoder: 'libsvtav1' },
          ...{ bd_rate_percent: -20, rates: [-40, null] },
        },
      ],
    };
    const lines = contentReport({ ...emptySummary(), scenes }, 140).join('\n');
    expect(lines).toMatch(/^dog\.mkv .*hybrid libsvtav1 +-40\.0 +1a2b3c4d-02$/m);
    expect(lines).toMatch(/^coast\.mkv .* - +- +-$/m);
  });

  it('is nothing before clips were measured', () => {
    expect(contentReport(emptySummary(), 140)).toEqual([]);
  });
});
