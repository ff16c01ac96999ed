import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgressMeter } from '../../../codec-task/measure/progress-meter.ts';
import { throttled } from '../../../codec-task/throttled-progress.ts';
import { ProgressEvent } from '../../../lambdas/shared/progress.ts';

describe('progress', () => {
  it('never falls and never passes 1, however wrong the number of jobs was', () => {
    const actions = fc.array(
      fc.oneof(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('finish' as const, 'spare' as const),
      ),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), actions, (expected, done) => {
        const events: ProgressEvent[] = [];
        const meter = new ProgressMeter('id', expected, (event) => events.push(event));
        for (const action of done) {
          if (action === 'finish') meter.finishJob();
          else if (action === 'spare') meter.spare(1);
          else meter.step('clip', 'encode', 'crf 30', action);
        }
        const fractions = events.map((event) => {
          expect(ProgressEvent.safeParse(event).success).toBe(true);
          return event.event === 'step' ? event.fraction : 0;
        });
        expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      }),
    );
  });

  it('given a step that goes on, passes about four reports a second and every beginning', () => {
    const passed: string[] = [];
    let now = 0;
    const report = throttled(
      (event) => passed.push(event.event === 'step' ? `${event.label} ${event.step_fraction}` : event.event),
      () => now,
    );
    const step = (label: string, step_fraction: number) =>
      report({
        ...{
          event: 'step',
          experiment_id: 'id',
          clip: 'c',
          stage: 'encode',
          label,
          fraction: 0,
          step_fraction,
        },
      });
    for (now = 0; now < 1000; now += 50) step('a', now / 1000);
    step('b', 0);
    step('b', 0.5);
    report({ event: 'experiment-finished', experiment_id: 'id', status: 'succeeded', message: '' });
    expect(passed).toEqual(['a 0', 'a 0.25', 'a 0.5', 'a 0.75', 'b 0', 'experiment-finished']);
  });
});
