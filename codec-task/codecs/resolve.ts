import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { NamedError } from '../../lambdas/shared/errors.ts';
import { neededEncoders, type QualityControl } from '../../lambdas/shared/space.ts';
import type { Configuration, Parameters } from '../../lambdas/shared/spec.ts';
import { autoCodec } from './auto/auto.ts';
import { checkedSpace } from './checked-space.ts';
import type { Codec } from './codec.ts';
import { conventionalCodec } from './conventional/conventional.ts';
import { hybridCodec } from './hybrid/hybrid.ts';
import type { SPACES } from './spaces.ts';

/** The found ffmpeg lacks what an experiment needs. */
export class UnsupportedError extends NamedError {
  constructor(encoder: string, available: readonly string[]) {
    super(
      'Unsupported',
      `this ffmpeg has no encoder ${encoder} (it has ${available.join(', ')}): use an ffmpeg that was built with it`,
    );
  }
}

/** A codec, and the range of its own quality control. */
export interface ResolvedCodec {
  readonly codec: Codec;
  readonly control: QualityControl;
}

/** What of a spec names a codec. */
export type CodecChoice = Configuration;

export type ResolveCodec = (choice: CodecChoice, capabilities: Capabilities) => ResolvedCodec;

/** How each strategy opens its codec: one line for each that has spaces. */
const CODECS: Readonly<Record<keyof typeof SPACES, (encoder: string, parameters: Parameters) => Codec>> = {
  conventional: conventionalCodec,
  hybrid: hybridCodec,
  auto: autoCodec,
};

/**
 * The codec that a spec names, by its strategy, where this ffmpeg has what it needs.
 * @throws InvalidSpecError, UnsupportedError
 */
export const resolveCodec: ResolveCodec = (choice, capabilities) => {
  const resolved = openCodec(choice);
  for (const encoder of neededEncoders(checkedSpace(choice))) requireEncoder(encoder, capabilities);
  return resolved;
};

/** The same whatever this ffmpeg has, to decode what was encoded elsewhere. @throws InvalidSpecError */
export function openCodec(choice: CodecChoice): ResolvedCodec {
  const { strategy, qualityControl } = checkedSpace(choice);
  const open = CODECS[strategy as keyof typeof SPACES];
  return { codec: open(choice.encoder, choice.parameters), control: qualityControl };
}

/** @throws UnsupportedError */
export function requireEncoder(encoder: string, { encoders }: Capabilities): void {
  if (!encoders.includes(encoder)) throw new UnsupportedError(encoder, encoders);
}
