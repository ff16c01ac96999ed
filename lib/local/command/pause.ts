import { putControl } from '../../../lambdas/shared/stores/campaign-store.ts';
import type { Control } from '../../../lambdas/shared/summary.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

interface ControlOptions {
  readonly data: string;
  readonly campaign: string;
}

/** Holds a campaign: its iterations decline until it is resumed. @returns exit code. */
export function pause(reason: string, options: ControlOptions, terminal: Terminal): Promise<number> {
  return setControl(options, { paused: true, reason }, terminal);
}

/** Lets a campaign go on. @returns exit code. */
export function resume(options: ControlOptions, terminal: Terminal): Promise<number> {
  return setControl(options, { paused: false, reason: '' }, terminal);
}

function setControl(
  { data, campaign }: ControlOptions,
  control: Control,
  terminal: Terminal,
): Promise<number> {
  return withArchive(data, terminal, async ({ tables }) => {
    await putControl(tables, campaign, control);
    terminal.say(
      control.paused
        ? `campaign ${campaign} is paused (${control.reason}); npm start -- resume --campaign ${campaign} lets it go on`
        : `campaign ${campaign} goes on with the next npm start`,
    );
  });
}
