import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { NamedError } from '../../lambdas/shared/errors.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import type { ExperimentSpec } from '../../lambdas/shared/spec.ts';
import type { Codec } from './codec.ts';
import { checkedSpace } from './conventional/checked-space.ts';
import { conventionalCodec } from './conventional/conventional.ts';

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
export type CodecChoice = Pick<ExperimentSpec, 'strategy' | 'encoder' | 'parameters'>;

export type ResolveCodec = (choice: CodecChoice, capabilities: Capabilities) => ResolvedCodec;

/**
 * The codec that a spec names, by its strategy.
 * @throws InvalidSpecError, UnsupportedError
 */
export const resolveCodec: ResolveCodec = ({ strategy, encoder, parameters }, capabilities) => {
  switch (strategy) {
    case 'conventional': {
      const { qualityControl } = checkedSpace(encoder, parameters);
      requireEncoder(encoder, capabilities);
      return { codec: conventionalCodec(encoder, parameters), control: qualityControl };
    }
  }
};

/** @throws UnsupportedError */
export function requireEncoder(encoder: string, { encoders }: Capabilities): void {
  if (!encoders.includes(encoder)) throw new UnsupportedError(encoder, encoders);
}
