import { armNumber, clock } from '../report/format.ts';
import type { ArmProgress, IterationProgress } from './iteration-progress.ts';
import { stateText } from './state-words.ts';

/**
 * Lines for an output that cannot be rewritten: one for each state, for each experiment's start, quarters and end, and
 * for each note.
 * @param at seconds since the iteration's start.
 */
export function plainLines(before: IterationProgress, after: IterationProgress, at: number): string[] {
  const lines: string[] = [];
  if (after.state !== before.state) lines.push(stateText(after.state));
  for (const [index, arm] of after.arms.entries()) lines.push(...armLines(before.arms[index], arm));
  lines.push(...after.notes.slice(before.notes.length));
  return lines.map((line) => `${clock(at).padStart(5)}  ${line}`);
}

function armLines(before: ArmProgress | undefined, arm: ArmProgress): string[] {
  const name = armNumber(arm.id);
  const previous = before?.status ?? 'waiting';
  if (arm.status !== previous) {
    if (arm.status === 'running') return [`${name}  ${arm.label}`];
    const reason = arm.status === 'succeeded' || arm.detail === '' ? '' : `: ${arm.detail}`;
    return [`${name}  ${arm.status} after ${clock(arm.endedAt - arm.startedAt)}${reason}`];
  }
  const quarter = Math.floor(arm.fraction * 4);
  if (arm.status !== 'running' || quarter <= Math.floor((before?.fraction ?? 0) * 4)) return [];
  return [`${name}  ${quarter * 25} %  ${arm.detail}`];
}
