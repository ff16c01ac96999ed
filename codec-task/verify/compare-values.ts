import type { Difference } from '../../lambdas/shared/verification.ts';

/** Metrics may differ by this much between machines: floating point, not the codec. */
export const TOLERANCE = 1e-6;

/** What came of comparing stored values with recomputed ones. */
export interface Findings {
  /** Values that were recomputed. */
  readonly checked: number;
  /** Values that cannot be recomputed, times above all. */
  readonly unchecked: number;
  readonly differences: readonly Difference[];
}

/** Stands in a recomputed value for what cannot be computed again, whatever lies below it. */
export const CANNOT_BE_RECOMPUTED = Symbol('cannot be recomputed');

export const NOTHING_FOUND: Findings = { checked: 0, unchecked: 0, differences: [] };

/**
 * Compares stored JSON with what was recomputed, value by value. Numbers are equal within 1e-6, which makes whole numbers
 * equal exactly; everything else must be the same. What is stored and not recomputed differs, unless it is said that it
 * cannot be; what the stored side lacks is left to its schema.
 * @param path of both values, for example `clips[0].points[2].bytes`.
 */
export function compareValues(stored: unknown, again: unknown, path: string): Findings {
  if (again === CANNOT_BE_RECOMPUTED) return { ...NOTHING_FOUND, unchecked: leaves(stored) };
  if (Array.isArray(stored) && Array.isArray(again)) return compareLists(stored, again, path);
  if (isObject(stored) && isObject(again))
    return mergeFindings(
      Object.entries(stored)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => compareValues(value, again[name], path === '' ? name : `${path}.${name}`)),
    );
  const differences = isSame(stored, again) ? [] : [{ path, stored: shown(stored), again: shown(again) }];
  return { checked: Math.max(1, leaves(stored)), unchecked: 0, differences };
}

export function mergeFindings(all: readonly Findings[]): Findings {
  return {
    checked: all.reduce((sum, { checked }) => sum + checked, 0),
    unchecked: all.reduce((sum, { unchecked }) => sum + unchecked, 0),
    differences: all.flatMap(({ differences }) => differences),
  };
}

function compareLists(stored: readonly unknown[], again: readonly unknown[], path: string): Findings {
  const length =
    stored.length === again.length
      ? []
      : [{ path: `${path}.length`, stored: String(stored.length), again: String(again.length) }];
  const common = stored.slice(0, again.length);
  return mergeFindings([
    { ...NOTHING_FOUND, differences: length },
    ...common.map((value, index) => compareValues(value, again[index], `${path}[${index}]`)),
  ]);
}

function isSame(stored: unknown, again: unknown): boolean {
  if (typeof stored === 'number' && typeof again === 'number') return Math.abs(stored - again) <= TOLERANCE;
  return stored === again;
}

function leaves(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + leaves(inner), 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
