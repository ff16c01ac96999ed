import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../../lambdas/shared/progress.ts';
import {
  advance,
  type IterationProgress,
  newProgress,
  type ProgressInput,
} from '../../../lib/local/progress/iteration-progress.ts';
import { liveFrame } from '../../../lib/local/progress/live-frame.ts';
import { plainLines } from '../../../lib/local/progress/plain-lines.ts';

const ARMS = [
  { id: 'i-01', label: 'libx264 preset=slow' },
  { id: 'i-02', label: 'libx265' },
];

const entered = (state: string, arm?: number): ProgressInput => ({
  kind: 'state',
  event: { kind: 'entered', state, arm, output: undefined },
});
const caught = (state: string, arm: number): ProgressInput => ({
  kind: 'state',
  event: { kind: 'caught', state, arm, output: undefined },
});
const task = (event: Partial<ProgressEvent> & { event: ProgressEvent['event'] }): ProgressInput => ({
  kind: 'task',
  event: { experiment_id: 'i-01', ...event } as ProgressEvent,
});
const step = (fraction: number, label = 'libx264 crf 27') =>
  task({ event: 'step', clip: 'dog', stage: 'encode', label, fraction, step_fraction: 0 });

/** Progress and the plain lines after a list of things, one second apart. */
function following(...inputs: ProgressInput[]): { progress: IterationProgress; lines: string[] } {
  const lines: string[] = [];
  let progress = newProgress('Iteration 1 of 1');
  for (const [index, input] of inputs.entries()) {
    const next = advance(progress, input, index);
    lines.push(...plainLines(progress, next, index));
    progress = next;
  }
  return { progress, lines };
}

describe('the progress of an iteration', () => {
  it('in a pipe is a line for each state, start, quarter and end', () => {
    const { lines } = following(
      entered('Receive'),
      entered('Plan'),
      { kind: 'planned', arms: ARMS },
      entered('RunArms'),
      entered('RunExperiment', 0),
      step(0.1),
      step(0.26),
      step(0.3),
      step(0.8),
      task({ event: 'experiment-finished', status: 'succeeded', message: '' }),
      entered('RecordResult', 0),
      entered('RunExperiment', 1),
      caught('RunExperiment', 1),
    );
    expect(lines).toEqual([
      ' 0:01  Plan: reading the history and planning',
      ' 0:03  RunArms: running the experiments',
      ' 0:04  -01  libx264 preset=slow',
      ' 0:06  -01  25 %  dog: encode libx264 crf 27',
      ' 0:08  -01  75 %  dog: encode libx264 crf 27',
      ' 0:09  -01  succeeded after 0:05',
      ' 0:11  -02  libx265',
      ' 0:12  -02  failed after 0:01',
    ]);
  });

  it('of shards goes by what their tasks say, whichever item of the Map they are', () => {
    const { progress, lines } = following(
      { kind: 'planned', arms: ARMS },
      entered('RunArms'),
      entered('RunExperiment', 0),
      task({ event: 'experiment-finished', status: 'succeeded', message: '' }),
      entered('AreThereShards'),
      entered('NextShards'),
      entered('RunShards'),
      entered('RunShard', 0),
      task({ event: 'experiment-started', experiment_id: 'i-02', encoder: 'libx265', clips: 1 }),
      caught('RunShard', 0),
    );

    expect(progress.arms.map(({ status }) => status)).toEqual(['succeeded', 'running']);
    expect(lines).toContain(' 0:05  NextShards: looking for clips that are left to measure');
    expect(lines.join()).not.toContain('AreThereShards');
  });

  it('tells warnings and retries, and keeps quiet about the rest', () => {
    const { lines } = following(
      task({ event: 'note', level: 'info', message: 'found the anchor' }),
      task({ event: 'note', level: 'warning', message: 'the clip is 10-bit' }),
      { kind: 'state', event: { kind: 'retried', state: 'Plan', arm: undefined, output: undefined } },
    );
    expect(lines).toEqual([
      ' 0:01  -01  warning: the clip is 10-bit',
      ' 0:02  Plan is tried again after a passing fault',
    ]);
  });

  it.each([40, 80, 120])('on a terminal of %i columns has no longer line', (columns) => {
    const { progress } = following(
      { kind: 'planned', arms: ARMS },
      entered('RunArms'),
      entered('RunExperiment', 0),
      step(0.5, 'a label that goes on and on '.repeat(9)),
      { kind: 'note', text: 'a warning that goes on and on '.repeat(9) },
    );
    const frame = stripVTControlCharacters(liveFrame(progress, 65, columns));
    expect(frame).toContain('Iteration 1 of 1, 1:05');
    expect(frame).toContain('50 %');
    for (const line of frame.split('\n')) expect(line.length).toBeLessThan(columns);
  });
});
