import pc from 'picocolors';
import type { Difference, Verification } from '../../../lambdas/shared/verification.ts';
import { labelled } from './format.ts';

/** Most differences that are listed; a wrong bitstream alone makes dozens. */
const LISTED = 40;

/** What came of verifying a result; its last line says whether every number was found again. */
export function verificationReport(verification: Verification, columns: number): string {
  const { experiment_id, bitstreams, unchecked, row, differences, surroundings, isolation } = verification;
  const line = (label: string, text: string) => labelled(label, text, columns, 14);
  return [
    pc.bold(`Verification of ${experiment_id}`),
    line(
      'Bitstreams',
      `${bitstreams} fetched, decoded and measured again in ${verification.wall_seconds.toFixed(1)} seconds`,
    ),
    line('Isolation', isolation.reason === '' ? isolation.mode : `${isolation.mode} (${isolation.reason})`),
    line('Row', row ? "the experiment's row was held against the result" : 'none: nothing but the result'),
    line(
      'Not checked',
      `${unchecked} values that no decode can show: times, the controls, what ffmpeg said while it encoded`,
    ),
    ...surroundings.map(({ name, recorded, here }) =>
      line('Differs here', `${name}: recorded ${shortHash(recorded)}, here ${shortHash(here)}`),
    ),
    ...(differences.length === 0 ? [] : ['', ...differenceLines(differences, columns), '']),
    conclusion(verification),
  ].join('\n');
}

function differenceLines(differences: readonly Difference[], columns: number): string[] {
  const shown = differences.slice(0, LISTED);
  const more = differences.length - shown.length;
  return [
    ...shown.flatMap(({ path, stored, again }) => [
      pc.bold(path),
      labelled('    stored', stored, columns, 16),
      labelled('    recomputed', again, columns, 16),
    ]),
    ...(more === 0 ? [] : [`and ${more} more; all of them are in verification.json beside the result`]),
  ];
}

function conclusion({ checked, differences }: Verification): string {
  const differ =
    differences.length === 0
      ? 'none differs'
      : `${differences.length} ${differences.length === 1 ? 'differs' : 'differ'}`;
  return pc.bold(`${checked} values checked, ${differ}`);
}

/** Enough of a SHA-256 to tell two apart; any other text as it is. */
function shortHash(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 16) : text;
}
