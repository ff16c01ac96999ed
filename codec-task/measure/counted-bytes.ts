import { lstat } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { RatePoint } from '../../lambdas/shared/result.ts';
import { sha256 } from '../../lambdas/shared/spec.ts';
import { unwrapAuto } from '../codecs/auto/decode.ts';
import type { Encoded } from '../codecs/codec.ts';
import { unwrapConventional } from '../codecs/conventional/decode.ts';
import type { CodeFile, Decoder } from '../codecs/decoder.ts';
import { unwrapHybrid } from '../codecs/hybrid/decode.ts';
import { CheckFailedError } from './check-failed.ts';

/** SHA-256 over the files of decoders that the lab has released: fixed before the clips that they are measured on. */
const RELEASED_DECODERS: ReadonlySet<string> = new Set();

/** Ways to unwrap a bitstream for ffmpeg that are part of the lab's own program. */
const RELEASED_UNWRAPPING: ReadonlySet<unknown> = new Set([unwrapConventional, unwrapHybrid, unwrapAuto]);

/** Compressed sizes of programs that were counted, by the SHA-256 of their files. */
const COMPRESSED_BYTES = new Map<string, number>();

/**
 * All bytes that an encode costs, and what they are. Sizes are those of the files, whatever the codec says.
 * @throws CheckFailedError charged-decoder
 */
export async function countedBytes(
  encoded: Pick<Encoded, 'path' | 'sideFiles'>,
  decoder: Decoder,
  checks: ReadonlySet<CheckName>,
): Promise<Required<Pick<RatePoint, 'bytes' | 'bitstream_bytes' | 'side_bytes' | 'decoder_bytes'>>> {
  const bitstream_bytes = (await lstat(encoded.path)).size;
  const side_bytes = checks.has('charged-side-files') ? await sumOfSizes(encoded.sideFiles) : 0;
  const decoder_bytes = checks.has('charged-decoder') ? decoderBytes(decoder) : 0;
  const bytes = bitstream_bytes + side_bytes + decoder_bytes;
  return { bytes, bitstream_bytes, side_bytes, decoder_bytes };
}

/**
 * The program compressed by Brotli at its densest, with the names of its files, which could carry content too; ffmpeg,
 * which is named by the hash of its binary, is free behind the lab's own unwrapping.
 * @throws CheckFailedError charged-decoder for any other unwrapping, which runs in this process and cannot be counted
 */
function decoderBytes(decoder: Decoder): number {
  if (decoder.kind === 'ffmpeg') {
    if (RELEASED_UNWRAPPING.has(decoder.unwrap)) return 0;
    throw new CheckFailedError(
      'charged-decoder',
      'the bitstream is unwrapped for ffmpeg by code that is not released and cannot be counted',
    );
  }
  if (RELEASED_DECODERS.has(programHash(decoder.code))) return 0;
  const files = Buffer.concat(decoder.code.flatMap(({ name, bytes }) => [Buffer.from(`${name}\n`), bytes]));
  const hash = sha256(files);
  // The densest compression takes a second for a megabyte, and each rate point asks.
  const compressed = COMPRESSED_BYTES.get(hash) ?? brotliCompressSync(files).length;
  COMPRESSED_BYTES.set(hash, compressed);
  return compressed;
}

function programHash(code: readonly CodeFile[]): string {
  return sha256(code.map(({ name, bytes }) => `${name} ${sha256(bytes)}`).join('\n'));
}

async function sumOfSizes(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await lstat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
