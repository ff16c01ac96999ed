import { describe, expect, it } from 'vitest';
import { eventLine, faultLine } from '../../codec-task/log.ts';
import { ProgressEvent } from '../../lambdas/shared/progress.ts';

const NOW = new Date('2026-11-23T06:00:00Z');
const ENVIRONMENT = { CAMPAIGN: 'default', EXPERIMENT_ID: '20261123T060000Z-1a2b3c4d-02' };
const IDS = {
  ...{ timestamp: NOW.toISOString(), campaign: 'default' },
  ...{ run_id: '20261123T060000Z-1a2b3c4d', experiment_id: '20261123T060000Z-1a2b3c4d-02' },
};

const EVENTS: ProgressEvent[] = [
  { event: 'experiment-started', experiment_id: IDS.experiment_id, encoder: 'libx265', clips: 2 },
  {
    ...{ event: 'step', experiment_id: IDS.experiment_id, clip: 'trees', stage: 'encode' },
    ...{ label: 'libx265 crf 27', fraction: 0.5, step_fraction: 0.1 },
  },
  { event: 'note', experiment_id: IDS.experiment_id, level: 'warning', message: 'it is slow' },
  { event: 'experiment-finished', experiment_id: IDS.experiment_id, status: 'succeeded', message: 'done' },
];

describe("a line of the task's log", () => {
  it.each(EVENTS.map((event) => [event.event, event] as const))(
    'of %s says which run and experiment it is about, in words too, and is still the event',
    (_, event) => {
      const line = eventLine(event, ENVIRONMENT, NOW);
      expect(line).not.toContain('\n');
      const level = event.event === 'note' ? 'warning' : 'info';
      expect(JSON.parse(line)).toMatchObject({ ...IDS, level, message: expect.stringMatching(/./) });
      expect(ProgressEvent.parse(JSON.parse(line))).toEqual(event);
    },
  );

  it('of a fault keeps to one line and says its name', () => {
    const line = faultLine(new RangeError('too\nmany'), ENVIRONMENT, NOW);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({ ...IDS, level: 'error', error: 'RangeError', message: 'too\nmany' });
  });
});
