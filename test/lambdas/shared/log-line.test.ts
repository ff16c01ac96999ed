import { expect, it } from 'vitest';
import { faultIn, logLine } from '../../../lambdas/shared/log-line.ts';

const NOW = new Date('2026-11-23T06:00:00Z');

it('the error that a line tells is read back from it, and from no other line', () => {
  const told = { error: 'InvalidSpec', message: 'the preset is unknown' };
  expect(faultIn(logLine({ level: 'error', run_id: undefined, ...told }, NOW))).toMatchObject(told);
  for (const line of [logLine({ level: 'info', ...told }, NOW), 'InvalidSpec: the preset', '', '7', '{'])
    expect(faultIn(line)).toBeUndefined();
});
