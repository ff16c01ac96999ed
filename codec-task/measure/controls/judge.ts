import { encoderName } from '../../../lambdas/shared/encoder-name.ts';
import { storedConfiguration } from '../../../lambdas/shared/memory/configuration.ts';
import type { Control, Controls } from '../../../lambdas/shared/result.ts';
import type { ControlConfiguration } from './configurations.ts';
import { type Reading, readingFingerprint, readingRate } from './reading.ts';

/** A control as it came out now, and as it had come out before. */
export interface MeasuredControl extends ControlConfiguration {
  readonly reading: Reading;
  /**
   * Of the same configuration on the same machine: an earlier experiment's, or a replicate of this one's own. Undefined for
   * the known-bad one, whose figure need not be the same but bad.
   */
  readonly before: Reading | undefined;
}

/** Beyond this many percent of the rate a control has drifted. */
const NOISE_FLOOR_PERCENT = 0.1;
/** The known-bad configuration must cost more than this in both families, percent. */
const BAD_PERCENT = 20;

/**
 * Whether the instrument can be trusted: what is measured again comes out as before, bit for bit and within 0.1 % of the
 * rate, and what is known to be bad scores badly in both families of metrics.
 */
export function judgeControls(
  measured: readonly MeasuredControl[],
): Pick<Controls, 'sound' | 'reason' | 'controls'> {
  const anchor = measured.find(({ role }) => role === 'anchor')?.reading ?? [];
  const findings = measured.map((each) => ({ ...each, fault: fault(each, anchor) }));
  const faults = findings.flatMap((finding) => finding.fault ?? []);
  return {
    sound: faults.length === 0,
    reason: faults.length === 0 ? asExpected(measured, anchor) : faults.join('; '),
    controls: measured.map((each) => control(each, anchor)),
  };
}

/** Whether a control's recorded figures are those of a sound instrument. */
export function isWithinLimits({ role, bd_rate_percent, drift_percent }: Control): boolean {
  if (role === 'known-bad') return bd_rate_percent !== null && bd_rate_percent > BAD_PERCENT;
  return drift_percent !== null && Math.abs(drift_percent) <= NOISE_FLOOR_PERCENT;
}

function control({ reading, before, ...configuration }: MeasuredControl, anchor: Reading): Control {
  return {
    role: configuration.role,
    ...storedConfiguration(configuration),
    bd_rate_percent: readingRate(anchor, reading),
    drift_percent: before === undefined ? null : readingRate(before, reading),
    fingerprint: readingFingerprint(reading),
  };
}

function fault(measured: MeasuredControl, anchor: Reading): string | undefined {
  const { role, reading, before } = measured;
  const named = `the ${role} control (${encoderName(measured)})`;
  if (role === 'known-bad') {
    const rates = badRates(anchor, reading);
    if (rates.every((rate) => rate !== null && rate > BAD_PERCENT)) return undefined;
    const seen = rates.map((rate) => (rate === null ? 'no BD-rate' : percent(rate))).join(' and ');
    return `${named} must cost more than +${BAD_PERCENT} % in both families, and it has ${seen}`;
  }
  if (before === undefined) return undefined;
  const drift = readingRate(before, reading);
  if (drift === null) return `${named} cannot be compared with what it came to before`;
  if (Math.abs(drift) > NOISE_FLOOR_PERCENT)
    return `${named} differs by ${percent(drift)} from what it came to before, the noise floor is ${NOISE_FLOOR_PERCENT} %`;
  return readingFingerprint(before) === readingFingerprint(reading)
    ? undefined
    : `${named} gives other bits than before with the same ffmpeg`;
}

function asExpected(measured: readonly MeasuredControl[], anchor: Reading): string {
  const again = measured.filter(({ before }) => before !== undefined).map(({ role }) => role);
  const bad = measured.find(({ role }) => role === 'known-bad');
  const costs = bad && readingRate(anchor, bad.reading);
  return [
    `${again.join(' and ')} came out as before, bit for bit`,
    bad === undefined
      ? 'there is no known-bad control, since this ffmpeg lacks its encoder'
      : `the known-bad one (${encoderName(bad)}) costs ${percent(costs ?? Number.NaN)}`,
  ].join('; ');
}

/** Fidelity and structure. */
function badRates(anchor: Reading, reading: Reading): (number | null)[] {
  return (['psnr_yuv', 'ssim_db'] as const).map((measure) => readingRate(anchor, reading, measure));
}

function percent(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(2)} %`;
}
