import { describe, expect, it } from 'vitest';
import { candidate } from '../../../lambdas/planner/candidates.ts';
import { openCandidates } from '../../../lambdas/planner/open-candidates.ts';
import { emptyContext, measured, rowsOf, svtProposal, withRecords } from './simulated-world.ts';

describe('what may be planned once something leads', () => {
  const start = emptyContext({ cpu_seconds_per_arm: 100_000 });
  const context = withRecords(
    start,
    rowsOf(start, svtProposal(3), 0).map((row) => measured(row, -46)),
  );
  const near = candidate(context, { encoder: 'libsvtav1', parameters: { preset: 3, aq_mode: 0 } }, []);
  // An encoder that was never measured here, at a setting that is known to cost.
  const far = candidate(context, { encoder: 'libvpx-vp9', parameters: { 'cpu-used': 2, scale: 0.5 } }, []);
  const open = (arms: number) => openCandidates({ ...context, arms }, [far, near], new Set(), []);

  it('leaves out what could not win even in the good case, measured before or not, while there is enough else', () => {
    expect(open(1)).toEqual([near]);
  });

  it('keeps it behind the others where there is too little else', () => {
    expect(open(2)).toEqual([near, far]);
  });
});
