import pc from 'picocolors';
import { armNumber, clock } from '../report/format.ts';
import type { ArmProgress, IterationProgress } from './iteration-progress.ts';
import { stateText } from './state-words.ts';

/** Cells of a line that are neither label, bar nor detail: number, percentage, time and gaps. */
const FIXED_CELLS = 21;
/** Notes that stay visible; all of them are in the log. */
const SHOWN_NOTES = 3;

/**
 * The picture of an iteration at one moment, for a terminal that rewrites it.
 * @param at seconds since the iteration's start.
 * @param columns width of the terminal; no line is longer.
 */
export function liveFrame(progress: IterationProgress, at: number, columns: number): string {
  const barCells = columns < 100 ? 10 : 16;
  const longest = Math.max(0, ...progress.arms.map(({ label }) => label.length));
  const labelCells = Math.min(longest, Math.ceil((columns - FIXED_CELLS - barCells) / 2));
  const lines = [
    `${progress.title}, ${clock(at)}`,
    progress.state === '' ? '' : stateText(progress.state),
    ...progress.arms.map((arm) => armLine(arm, at, labelCells, barCells)),
    ...progress.notes.slice(-SHOWN_NOTES),
  ];
  const [title = '', ...rest] = lines.filter((line) => line !== '').map((line) => fitted(line, columns - 1));
  return [pc.bold(title), ...rest].join('\n');
}

function armLine(arm: ArmProgress, at: number, labelCells: number, barCells: number): string {
  const label = fitted(arm.label, labelCells).padEnd(labelCells);
  return `${armNumber(arm.id)}  ${label}  ${stand(arm, at, barCells)}`;
}

function stand(arm: ArmProgress, at: number, barCells: number): string {
  if (arm.status === 'waiting') return 'waiting';
  const ended = arm.status !== 'running';
  const filled = Math.round(arm.fraction * barCells);
  const bar = '█'.repeat(filled) + '░'.repeat(barCells - filled);
  const percent = `${Math.floor(arm.fraction * 100)} %`.padStart(5);
  const time = clock((ended ? arm.endedAt : at) - arm.startedAt).padStart(5);
  const words = ended ? [arm.status, arm.status === 'succeeded' ? '' : arm.detail] : [arm.detail];
  return `${bar} ${percent} ${time}  ${words.filter((word) => word !== '').join(': ')}`;
}

function fitted(text: string, cells: number): string {
  return text.length <= cells ? text : `${text.slice(0, Math.max(0, cells - 1))}…`;
}
