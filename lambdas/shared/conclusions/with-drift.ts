import type { Controls } from '../result.ts';

/** Controls with what was seen of bits that do not repeat; the very same where that is null. */
export function withDrift(controls: Controls, drift: string | null): Controls {
  if (drift === null) return controls;
  const said = controls.sound ? [] : [controls.reason];
  return { ...controls, sound: false, reason: [...said, drift].join('; ') };
}
