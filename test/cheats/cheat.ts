import type { Codec } from '../../codec-task/codecs/codec.ts';
import type { DecodeLimits } from '../../codec-task/isolation/limits.ts';
import type { Tools } from '../../codec-task/media/tools.ts';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';

/** Where one run of a cheat takes place. */
export interface Ground {
  /** What this run has for a temporary directory; the harness works below it. */
  readonly temporary: string;
  readonly tools: Tools;
}

/** A cheat's codec for one run. */
export interface OpenCheat {
  readonly codec: Codec;
  /** Absent: that of the suite's own codec. */
  readonly control?: QualityControl;
  /** Ends what the cheat left behind. */
  readonly close?: () => Promise<void> | void;
}

/**
 * What a cheat is good for when nothing stops it: the frames of the honest codec for fewer counted bits, better frames for
 * fewer bits, or nothing but a score that it should not have.
 */
export type Gain = 'fewer-bits' | 'better-frames' | 'a-score';

/** A codec that tries one trick. */
export interface Cheat {
  readonly name: string;
  /** What it tries, in a sentence. */
  readonly about: string;
  /** The check that catches it with namespaces off. */
  readonly check: CheckName;
  /** The check that catches it first with namespaces on; absent: the same. */
  readonly checkIsolated?: CheckName;
  /** Checks that would catch it next, and must be left out too for it to succeed. */
  readonly behind?: readonly CheckName[];
  /** Catching by charging: the result stands, and the smuggled bytes are in its count. */
  readonly charged?: true;
  /** Nothing but namespaces keeps it out: it is tried with namespaces only, and succeeds without. */
  readonly needsNamespaces?: true;
  readonly gain: Gain;
  /** Absent: the suite's one small clip. */
  readonly clips?: readonly ClipReference[];
  /** Limits of its own beside the suite's. */
  readonly limits?: Partial<DecodeLimits>;
  /** It spends its time waiting: its rate points may run side by side. */
  readonly waits?: true;
  /** It changes the process that encodes, so that no other cheat may run in it meanwhile. */
  readonly changesEncoder?: true;
  /** Why it cannot be tried on this machine, when it cannot. */
  readonly skip?: () => string | undefined;
  readonly open: (ground: Ground) => OpenCheat | Promise<OpenCheat>;
}
