import { describe, expect, it } from 'vitest';
import { importFaults, importsOf } from './imports.ts';

describe('the direction of imports', () => {
  it('given every form of import, sees it', () => {
    const text = [
      "import type { A } from '../shared/a.ts';",
      'import {\n  B,\n  C,\n} from "x";',
      "import {\n  D,\n} from './d.ts';",
      "import './e.ts';",
      "export { F } from './f.ts';",
      "const g = await import('./g.ts');",
      'export const notAnImport = 1;',
    ].join('\n');
    expect(importsOf('lambdas/planner/x.ts', text).map(({ to }) => to)).toEqual([
      'lambdas/shared/a.ts',
      'lambdas/planner/d.ts',
      'lambdas/planner/e.ts',
      'lambdas/planner/f.ts',
      'lambdas/planner/g.ts',
    ]);
  });

  it.each([
    ['lambdas/recorder/a.ts', 'lambdas/planner/b.ts'],
    ['lambdas/shared/a.ts', 'codec-task/codecs/spaces.ts'],
    ['lambdas/planner/a.ts', 'codec-task/measure/b.ts'],
    ['codec-task/main.ts', 'lib/config.ts'],
    ['codec-task/codecs/hybrid/space.ts', 'codec-task/codecs/hybrid/encode.ts'],
    ['lib/stack.ts', 'lambdas/planner/index.ts'],
    ['lambdas/planner/a.ts', 'aws-cdk-lib'],
  ])('%s may not import %s', (from, to) => {
    expect(importFaults([{ from, to }])).toHaveLength(1);
  });

  it.each([
    ['lambdas/planner/a.ts', 'codec-task/codecs/spaces.ts'],
    ['codec-task/main.ts', 'lambdas/shared/names.ts'],
    ['bin/lab.ts', 'lib/local/command/run.ts'],
  ])('%s may import %s', (from, to) => {
    expect(importFaults([{ from, to }])).toEqual([]);
  });

  it('given a circle, names it', () => {
    const faults = importFaults([
      { from: 'lib/a.ts', to: 'lib/b.ts' },
      { from: 'lib/b.ts', to: 'lib/a.ts' },
    ]);
    expect(faults).toEqual(['these import each other in a circle: lib/a.ts -> lib/b.ts -> lib/a.ts']);
  });
});
