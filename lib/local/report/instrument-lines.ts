import { CHECK_NAMES } from '../../../lambdas/shared/checks.ts';
import type { Controls, ExperimentResult } from '../../../lambdas/shared/result.ts';
import { labelled, signedPercent, strategyText } from './format.ts';

const LABEL = 12;

/** What a figure rests on: isolation, checks, controls, versions, flags and the exact call of an encode. */
export function instrumentLines(result: ExperimentResult, columns: number): string[] {
  const { environment, checks, controls, clips } = result;
  const line = (label: string, text: string) => labelled(label, text, columns, LABEL);
  const argv = clips[0]?.points[0]?.encode.argv;
  return [
    line('Isolation', isolationText(environment.isolation)),
    ...(checks === undefined ? [] : [line('Checks', checksText(checks))]),
    ...(result.flags ?? []).map(({ check, message }) => line('Flag', `${check}: ${message}`)),
    ...(controls == null ? [] : controlLines(controls, columns)),
    line(
      'Encoder',
      `${result.spec.encoder} ${environment.encoder_version}; anchor libx265 ${environment.anchor_version}`,
    ),
    line('ffmpeg', `${environment.ffmpeg_version}, SHA-256 ${environment.ffmpeg_sha256.slice(0, 16)}`),
    line(
      'Machine',
      `${environment.architecture}, ${environment.cpu_model}, ${environment.cores} cores, Node ${environment.node}`,
    ),
    ...(environment.code_sha256 === undefined
      ? []
      : [line('Program', `SHA-256 ${environment.code_sha256.slice(0, 16)}`)]),
    // On a line of its own, so that it can be copied.
    ...(argv === undefined ? [] : ['Encode', argv.join(' ')]),
  ];
}

function isolationText(isolation: ExperimentResult['environment']['isolation']): string {
  if (isolation === undefined) return 'not recorded';
  return isolation.reason === '' ? isolation.mode : `${isolation.mode} (${isolation.reason})`;
}

function checksText(checks: readonly string[]): string {
  const left = CHECK_NAMES.filter((name) => !checks.includes(name));
  const all = `${checks.length} of ${CHECK_NAMES.length} passed`;
  return left.length === 0 ? `all ${checks.length} passed` : `${all}; not shown: ${left.join(', ')}`;
}

function controlLines({ sound, reason, clip, controls }: Controls, columns: number): string[] {
  return [
    labelled('Controls', `${sound ? 'sound' : 'suspect'} on ${clip}: ${reason}`, columns, LABEL),
    ...controls.map((control) => {
      const drift =
        control.drift_percent === null
          ? 'first time here'
          : `drift ${signedPercent(control.drift_percent)} %`;
      return labelled(
        '',
        `${control.role}: ${strategyText(control)}, BD-rate ${signedPercent(control.bd_rate_percent)} %, ${drift}`,
        columns,
        LABEL,
      );
    }),
  ];
}
