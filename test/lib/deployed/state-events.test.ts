import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { stateEventReader } from '../../../lib/deployed/state-events.ts';

/** A history in the service's own form; each event names the one before it in its branch. */
function history(...events: (Partial<HistoryEvent> & { type: HistoryEvent['type'] })[]): HistoryEvent[] {
  return events.map((event, index) => ({
    ...{ id: index + 1, previousEventId: index, timestamp: new Date(1000 * index) },
    ...event,
  }));
}
const entered = (name: string, previousEventId?: number) =>
  ({
    type: 'TaskStateEntered',
    stateEnteredEventDetails: { name },
    ...(previousEventId !== undefined && { previousEventId }),
  }) as const;
const exited = (name: string, previousEventId: number, output = '{}') =>
  ({ type: 'TaskStateExited', stateExitedEventDetails: { name, output }, previousEventId }) as const;
const iteration = (index: number, previousEventId: number) =>
  ({
    type: 'MapIterationStarted',
    mapIterationStartedEventDetails: { name: 'RunArms', index },
    previousEventId,
  }) as const;
const told = (events: readonly HistoryEvent[]) =>
  stateEventReader()(events).map(({ event: { kind, state, arm } }) => [kind, state, arm]);

describe('a history of Step Functions', () => {
  it('tells each arm by its branch, however the branches interleave', () => {
    const events = history(
      { type: 'MapStateEntered', stateEnteredEventDetails: { name: 'RunArms' } },
      { type: 'MapStateStarted' },
      iteration(0, 2),
      iteration(1, 2),
      entered('RunExperiment', 4),
      entered('RunExperiment', 3),
      { type: 'TaskScheduled', previousEventId: 5 },
      { type: 'TaskScheduled', previousEventId: 6 },
      exited('RunExperiment', 7),
      { type: 'MapIterationSucceeded', previousEventId: 9 },
      exited('RunExperiment', 8),
      { type: 'MapStateSucceeded', previousEventId: 11 },
      { type: 'MapStateExited', stateExitedEventDetails: { name: 'RunArms' }, previousEventId: 12 },
      entered('Conclude', 13),
    );
    expect(told(events)).toEqual([
      ['entered', 'RunArms', undefined],
      ['entered', 'RunExperiment', 1],
      ['entered', 'RunExperiment', 0],
      ['exited', 'RunExperiment', 1],
      ['exited', 'RunExperiment', 0],
      ['exited', 'RunArms', undefined],
      ['entered', 'Conclude', undefined],
    ]);
  });

  it.each(['TaskFailed', 'TaskTimedOut', 'TaskSubmitFailed', 'TaskStartFailed'] as const)(
    'tells a state that is left after %s as caught, and one that is tried again as retried',
    (type) => {
      expect(told(history(entered('Plan'), { type: 'TaskScheduled' }, { type }, exited('Plan', 3)))).toEqual([
        ['entered', 'Plan', undefined],
        ['caught', 'Plan', undefined],
      ]);
      const again = [{ type: 'TaskScheduled' } as const, exited('Plan', 4)];
      expect(told(history(entered('Plan'), { type: 'TaskScheduled' }, { type }, ...again))).toEqual([
        ['entered', 'Plan', undefined],
        ['retried', 'Plan', undefined],
        ['exited', 'Plan', undefined],
      ]);
    },
  );

  it('read in pieces says the same as read at once, and gives output and time', () => {
    const events = history(entered('Plan'), exited('Plan', 1, '{"plan":1}'), entered('Decide'));
    const read = stateEventReader();
    const pieces = events.flatMap((event) => read([event]));
    expect(pieces).toEqual(stateEventReader()(events));
    expect(pieces[1]).toMatchObject({ event: { output: { plan: 1 } }, at: new Date(1000) });
  });

  it('whose output was cut off has none', () => {
    const [, left] = stateEventReader()(history(entered('Plan'), exited('Plan', 1, '{"pla')));
    expect(left?.event.output).toBeUndefined();
  });
});
