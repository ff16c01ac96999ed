import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipResult, RatePoint } from '../../lambdas/shared/result.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { ResolvedCodec } from '../codecs/resolve.ts';
import { ToolFailedError } from '../media/tool-errors.ts';
import { type ControlBench, prepareControlClip } from './controls/control-bench.ts';
import { requireDependence } from './decode/tampering.ts';
import { dependenceSubject } from './dependence-subject.ts';
import { EncodeFailedError } from './rate-point.ts';

/** A bitstream on disk with the files that its decoder is given beside. */
interface Stream {
  readonly bitstream: string;
  readonly sideFiles: readonly string[];
}

/**
 * Shows on the smallest bitstream of the first clip that its frames come from its bytes. What stands in for it in the swap
 * is another clip's bitstream, and where there is no other clip, one that the same codec makes of the control clip.
 * @throws CheckFailedError swapped-bitstream, truncated-bitstream, flipped-bitstream; EncodeFailedError
 */
export async function checkDependence(
  bench: ControlBench,
  { codec, control }: ResolvedCodec,
  clips: readonly ClipResult[],
): Promise<void> {
  const subject = dependenceSubject(clips);
  if (subject === undefined) return;
  const { source, point, swapped } = subject;
  const folder = await mkdtemp(join(bench.folder, 'dependence-'));
  try {
    const other = !bench.checks.has('swapped-bitstream')
      ? undefined
      : swapped === undefined || swapped.decoded_sha256 === point.decoded_sha256
        ? await ofControlClip(bench, { codec, control }, folder)
        : await fetched(bench.store, swapped, join(folder, 'other'));
    const own = await fetched(bench.store, point, join(folder, 'own'));
    await requireDependence({
      ...bench,
      ...own,
      decoder: codec.decoder,
      decodedSha256: point.decoded_sha256,
      other,
      size: source,
      frames: source.frames,
      folder,
      schedule: (job) => bench.schedule(job, 'proof'),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The codec's own encode of the control clip, at the middle of its ladder. */
async function ofControlClip(
  bench: ControlBench,
  { codec, control }: ResolvedCodec,
  folder: string,
): Promise<Stream> {
  const { tools, signal } = bench;
  const [clipFolder, encodeFolder] = [join(folder, 'clip'), join(folder, 'encode')];
  await Promise.all([mkdir(clipFolder), mkdir(encodeFolder)]);
  const { frames } = await prepareControlClip(bench, clipFolder);
  const qualityControl = control.ladder[Math.floor(control.ladder.length / 2)] ?? control.max;
  const request = { tools, source: frames, qualityControl, gop: frames.frames, folder: encodeFolder, signal };
  const encoded = await bench
    .schedule(() => codec.encode(request))
    .catch((error: unknown) => {
      throw error instanceof ToolFailedError ? new EncodeFailedError(error) : error;
    });
  return { bitstream: encoded.path, sideFiles: encoded.sideFiles };
}

/** A stored bitstream and its side files, copied from the store. */
async function fetched(
  store: ArtifactStore,
  { bitstream_key, side_keys = [] }: RatePoint,
  folder: string,
): Promise<Stream> {
  await mkdir(folder);
  const fetch = async (key: string, name: string) => {
    const path = join(folder, name);
    await store.getFile(key, path);
    return path;
  };
  return {
    bitstream: await fetch(bitstream_key ?? '', 'bitstream'),
    sideFiles: await Promise.all(side_keys.map((key, index) => fetch(key, `side-${index}`))),
  };
}
