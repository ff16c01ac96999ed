import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Codec } from '../codecs/codec.ts';
import { CheckFailedError } from './check-failed.ts';
import { DecodeFailedError } from './decode/decode-request.ts';

/** As much of the measurement of a rate point as differs when it is tried again. */
interface Attempt {
  readonly codec: Codec;
  readonly checks: ReadonlySet<CheckName>;
  readonly signal: AbortSignal;
  readonly keep: (path: string) => Promise<string>;
  readonly onStage: (stage: 'encode' | 'decode' | 'measure', fraction: number) => void;
}

/**
 * Names the cause of a failed decode where the decoder lived on more than bytes. Attributes of a file cannot be listed from
 * here, so that it is tried: the same encode, decoded from the very file that the encoder left. Costs an encode and a
 * decode of a configuration that has failed already, and of decoders that are programs only: ffmpeg reads no attributes.
 * @param measure measures the rate point.
 * @returns CheckFailedError plain-bytes when it decodes that way, else the error as it was
 */
export async function namedByAttributes<Request extends Attempt>(
  error: unknown,
  request: Request,
  measure: (request: Request) => Promise<unknown>,
): Promise<unknown> {
  const { checks, codec, signal } = request;
  const isOpen = error instanceof DecodeFailedError && codec.decoder.kind === 'program' && !signal.aborted;
  if (!isOpen || !checks.has('plain-bytes')) return error;
  const others = new Set([...checks].filter((check) => check !== 'plain-bytes'));
  try {
    // Nothing of it is kept or told.
    await measure({ ...request, checks: others, keep: async () => '', onStage: () => {} });
  } catch (again) {
    if (again instanceof DecodeFailedError || again instanceof CheckFailedError) return error;
    throw again;
  }
  return new CheckFailedError(
    'plain-bytes',
    'the decode fails on the bytes of the bitstream and works on the file that the encoder left, whose attributes it reads',
    { cause: error },
  );
}
