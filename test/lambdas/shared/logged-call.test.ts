import { expect, it } from 'vitest';
import { loggedCall } from '../../../lambdas/shared/logged-call.ts';

const NOW = new Date('2026-11-23T06:00:00Z');

function log() {
  const printed: string[] = [];
  const lines = () => printed.map((line) => JSON.parse(line));
  return { lines, now: () => NOW, print: (line: string) => printed.push(line) };
}

it('a call leaves one line with its ids and what it came to', async () => {
  const kept = log();
  const answer = await loggedCall(
    kept,
    { run_id: 'r', experiment_id: 'e' },
    async () => 7,
    (count) => ({
      message: `${count} recorded`,
    }),
  );
  expect(answer).toBe(7);
  expect(kept.lines()).toEqual([
    {
      ...{ timestamp: NOW.toISOString(), level: 'info', run_id: 'r', experiment_id: 'e' },
      message: '7 recorded',
    },
  ]);
});

it('a call that throws leaves a line with its fault and throws the same', async () => {
  const kept = log();
  const fault = new TypeError('no table');
  const call = loggedCall(
    kept,
    { run_id: 'r' },
    () => Promise.reject(fault),
    () => ({ message: '' }),
  );
  await expect(call).rejects.toBe(fault);
  expect(kept.lines()).toMatchObject([
    { level: 'error', run_id: 'r', error: 'TypeError', message: 'no table' },
  ]);
});
