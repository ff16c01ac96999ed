import { lstat } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { RatePoint } from '../../lambdas/shared/result.ts';
import { sha256 } from '../../lambdas/shared/spec.ts';
import type { Encoded } from '../codecs/codec.ts';
import type { CodeFile, Decoder } from '../codecs/decoder.ts';

/** SHA-256 over the files of decoders that the lab has released: fixed before the clips that they are measured on. */
const RELEASED_DECODERS: ReadonlySet<string> = new Set();

/** All bytes that an encode costs, and what they are. Sizes are those of the files, whatever the codec says. */
export async function countedBytes(
  encoded: Encoded,
  decoder: Decoder,
  checks: ReadonlySet<CheckName>,
): Promise<Required<Pick<RatePoint, 'bytes' | 'bitstream_bytes' | 'side_bytes' | 'decoder_bytes'>>> {
  const bitstream_bytes = (await lstat(encoded.path)).size;
  const side_bytes = checks.has('charged-side-files') ? await sumOfSizes(encoded.sideFiles) : 0;
  const decoder_bytes = checks.has('charged-decoder') ? decoderBytes(decoder) : 0;
  const bytes = bitstream_bytes + side_bytes + decoder_bytes;
  return { bytes, bitstream_bytes, side_bytes, decoder_bytes };
}

/** The program compressed by Brotli at its densest; ffmpeg, which is named by the hash of its binary, is free. */
function decoderBytes(decoder: Decoder): number {
  if (decoder.kind === 'ffmpeg' || RELEASED_DECODERS.has(programHash(decoder.code))) return 0;
  return brotliCompressSync(Buffer.concat(decoder.code.map(({ bytes }) => bytes))).length;
}

function programHash(code: readonly CodeFile[]): string {
  return sha256(code.map(({ name, bytes }) => `${name} ${sha256(bytes)}`).join('\n'));
}

async function sumOfSizes(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await lstat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
