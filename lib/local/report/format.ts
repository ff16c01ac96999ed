import { encoderName, type StrategyEncoder } from '../../../lambdas/shared/encoder-name.ts';
import type { Forecast } from '../../../lambdas/shared/forecast.ts';
import type { ExperimentSpec } from '../../../lambdas/shared/spec.ts';

/** What stands for a figure that there is none of. */
export const NONE = '-';

/** A percentage with sign and one decimal, for example `-12.3`. */
export function signedPercent(value: number | null): string {
  return value === null ? NONE : signed(value.toFixed(1));
}

/** A forecast as `p50 [p10..p90]`, in whole percent. */
export function forecastText({ p10, p50, p90 }: Forecast): string {
  const whole = (value: number) => signed(value.toFixed(0));
  return `${whole(p50)} [${whole(p10)}..${whole(p90)}]`;
}

function signed(rounded: string): string {
  if (Number(rounded) === 0) return rounded.replace('-', '');
  return Number(rounded) > 0 ? `+${rounded}` : rounded;
}

/** Mbit/s with three significant digits; the quality floor may not have been reached. */
export function megabits(value: number | null): string {
  if (value === null) return 'not reached';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Encoder and what was set in it, for example `libx264 preset=slow psy=off`; a strategy that is not the conventional first. */
export function strategyText({
  parameters,
  ...named
}: StrategyEncoder & Pick<ExperimentSpec, 'parameters'>): string {
  const settings = Object.entries(parameters).map(([name, value]) => {
    const shown = typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
    return `${name}=${shown}`;
  });
  return [encoderName(named), ...settings].join(' ');
}

/** Minutes and seconds, for example `2:05`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** US dollars with cents; less than a cent is said to be that. */
export function dollars(value: number): string {
  return value > 0 && value < 0.01 ? 'less than 0.01 USD' : `${value.toFixed(2)} USD`;
}

/** End of an experiment's id that hardly another one has, for example `34355487-02`. */
export function shortId(experimentId: string): string {
  return experimentId.slice(-11);
}

/** Last part of an experiment's id, for example `-02`; unique within its iteration. */
export function armNumber(experimentId: string): string {
  return experimentId.slice(-3);
}

/** Characters that move a terminal's cursor, change its colours or turn its writing round. */
const TERMINAL_CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text in lines of at most `width` characters, the indent of every line included; a longer word stands alone. Some of it
 * was written by a model or taken from the web, so that nothing in it may steer the terminal.
 */
export function wrapped(text: string, width: number, indent = ''): string {
  const lines = [''];
  for (const word of text.replaceAll(TERMINAL_CONTROLS, ' ').split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (indent.length + line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => indent + line).join('\n');
}

/**
 * A label and its text, wrapped beside it.
 * @param cells characters that the label takes, the gap after it included.
 */
export function labelled(label: string, text: string, columns: number, cells = 12): string {
  return label.padEnd(cells) + wrapped(text, columns, ' '.repeat(cells)).slice(cells);
}

/** Name of a clip; a synthetic one is called so wherever it appears. */
export function clipText({
  name,
  kind,
}: {
  readonly name: string;
  readonly kind: 'synthetic' | 'stored';
}): string {
  return kind === 'synthetic' ? `${name} (synthetic)` : name;
}
