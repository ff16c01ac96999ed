import { putControl } from '../../../lambdas/shared/stores/campaign-store.ts';
import { resumeCircuit } from '../../../lambdas/shared/stores/circuit-store.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

interface ControlOptions {
  readonly data: string;
  readonly campaign: string;
}

/** Holds a campaign: its iterations decline until it is resumed. @returns exit code. */
export function pause(
  reason: string,
  { data, campaign }: ControlOptions,
  terminal: Terminal,
): Promise<number> {
  return withArchive(data, terminal, async ({ tables }) => {
    await putControl(tables, campaign, { paused: true, reason });
    terminal.say(
      `campaign ${campaign} is paused (${reason}); npm start -- resume --campaign ${campaign} lets it go on`,
    );
  });
}

/** Lets a campaign go on: lifts its pause and closes its circuit breaker. @returns exit code. */
export function resume({ data, campaign }: ControlOptions, terminal: Terminal): Promise<number> {
  return withArchive(data, terminal, async ({ tables }) => {
    await putControl(tables, campaign, { paused: false, reason: '' });
    if (await resumeCircuit(tables, campaign)) terminal.say('its circuit breaker was open and is closed');
    terminal.say(`campaign ${campaign} goes on with the next npm start`);
  });
}
