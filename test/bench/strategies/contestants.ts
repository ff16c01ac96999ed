import type { Strategy } from '../../../lambdas/shared/names.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';

/** A configuration that the strategies are compared by. */
export interface Contestant {
  /** What its measurement is kept as: the version of a strategy's bitstream is part of it. */
  readonly name: string;
  readonly strategy: Strategy;
  readonly encoder: string;
  readonly parameters: Parameters;
  /** Whether the strong anchor is measured with it: all others are compared with what was measured then. */
  readonly isStrong?: true;
}

/** Each strategy on the base layers that serve it, beside the conventional configurations that it has to beat. */
export const CONTESTANTS: readonly Contestant[] = [
  { name: 'x265', strategy: 'conventional', encoder: 'libx265', parameters: { preset: 'medium' } },
  { name: 'svt4', strategy: 'conventional', encoder: 'libsvtav1', parameters: { preset: 4 } },
  { name: 'svt3', strategy: 'conventional', encoder: 'libsvtav1', parameters: { preset: 3 } },
  { name: 'aom4', strategy: 'conventional', encoder: 'libaom-av1', parameters: { 'cpu-used': 4 } },
  { name: 'hybrid-x265-v3', strategy: 'hybrid', encoder: 'libx265', parameters: { preset: 'medium' } },
  { name: 'hybrid-svt4-v3', strategy: 'hybrid', encoder: 'libsvtav1', parameters: { preset: 4 } },
  { name: 'hybrid-svt3-v3', strategy: 'hybrid', encoder: 'libsvtav1', parameters: { preset: 3 } },
  { name: 'auto-svt4-v2', strategy: 'auto', encoder: 'libsvtav1', parameters: { preset: 4 } },
  { name: 'auto-svt3-v2', strategy: 'auto', encoder: 'libsvtav1', parameters: { preset: 3 } },
  {
    ...{
      name: 'x265-strong',
      strategy: 'conventional',
      encoder: 'libx265',
      parameters: { preset: 'medium' },
    },
    isStrong: true,
  },
];
