import type { Capabilities } from '../../../lambdas/shared/capabilities.ts';
import type { CheckName } from '../../../lambdas/shared/checks.ts';
import type { Strategy } from '../../../lambdas/shared/names.ts';
import type { ClipSource, Isolation } from '../../../lambdas/shared/result.ts';
import { canonicalJson, type Parameters, sha256 } from '../../../lambdas/shared/spec.ts';
import type { Decoder } from '../../codecs/decoder.ts';
import { encoderVersion } from '../../codecs/encoder-version.ts';

/** Raised when the way of measuring changes without a change of the program that `code_sha256` names. */
const METHOD = 3;

/** Everything that a rate point depends on beside the value of its quality control. */
export interface Configuration {
  readonly method: number;
  readonly frames_sha256: string;
  readonly width: number;
  readonly height: number;
  readonly fps: string;
  readonly frames: number;
  readonly strategy: string;
  readonly encoder: string;
  /**
   * As they were given. What is not given is filled in by the program, hence by `code_sha256`; a default that is given
   * is not always one that is left out, since an encoder's tune may change what was left out.
   */
  readonly parameters: Parameters;
  readonly gop: number;
  readonly threads: 1;
  readonly code_sha256: string;
  /** `ffmpeg`, or the SHA-256 over the files of the decoder's own program. */
  readonly decoder: string;
  readonly ffmpeg_sha256: string;
  readonly ffmpeg_version: string;
  /** Debian's ffmpeg loads its libraries at run time: its own hash stays when only one of them is upgraded. */
  readonly encoder_version: string;
  readonly architecture: string;
  /** What the decode was kept from: a point is never passed off as better checked than it was. */
  readonly isolation: Isolation['mode'];
  readonly checks: readonly CheckName[];
}

/** What runs: a strategy's encoder with parameters, and how its bitstreams are decoded. */
export interface Encoding {
  readonly strategy: Strategy;
  readonly encoder: string;
  readonly parameters: Parameters;
  readonly decoder: Decoder;
}

/** What it runs on. */
export interface Ground {
  readonly capabilities: Capabilities;
  readonly codeSha256: string;
  readonly isolation: Isolation;
  readonly checks: ReadonlySet<CheckName>;
  readonly gop: number;
}

export function configurationOf(
  source: Pick<ClipSource, 'frames_sha256' | 'width' | 'height' | 'fps' | 'frames'>,
  { strategy, encoder, parameters, decoder }: Encoding,
  { capabilities, codeSha256, isolation, checks, gop }: Ground,
): Configuration {
  const { frames_sha256, width, height, fps, frames } = source;
  return {
    ...{ method: METHOD, frames_sha256, width, height, fps, frames },
    ...{ strategy, encoder, parameters, gop, threads: 1, code_sha256: codeSha256 },
    decoder: decoderName(decoder),
    ffmpeg_sha256: capabilities.ffmpeg_sha256,
    ffmpeg_version: capabilities.ffmpeg_version,
    encoder_version: encoderVersion({ strategy, encoder }, capabilities),
    architecture: capabilities.architecture,
    isolation: isolation.mode,
    checks: [...checks].sort(),
  };
}

/** SHA-256 of the configuration's canonical JSON: equal configurations in any order of fields have the same. */
export function configurationKey(configuration: Configuration): string {
  return sha256(canonicalJson(configuration));
}

function decoderName(decoder: Decoder): string {
  if (decoder.kind === 'ffmpeg') return 'ffmpeg';
  return sha256(canonicalJson(decoder.code.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }))));
}
