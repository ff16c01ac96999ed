import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareSource } from '../../../codec-task/media/source.ts';
import { findTools } from '../../../codec-task/media/tools.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';

/** Lossless clips with a manifest; not part of the project. */
const folder = resolve(
  process.env['CODEC_LAB_CLIPS'] ?? join(import.meta.dirname, '../../../../shared/clips'),
);
const manifest = join(folder, 'manifest.json');
interface Entry {
  readonly file: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly decoded_yuv420p_md5: string;
}
const clips: Entry[] = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).clips : [];
if (clips.length === 0)
  process.stderr.write(
    `real clips are not tested: there is no ${manifest}; set CODEC_LAB_CLIPS to their folder\n`,
  );

describe.skipIf(clips.length === 0)('real lossless clips', () => {
  it.each(clips.length > 0 ? clips : [undefined])(
    'given all frames of $file, are the frames of its manifest',
    async (clip) => {
      if (clip === undefined) return;
      const work = await mkdtemp(join(tmpdir(), 'codec-lab-real-'));
      const { source, path } = await prepareSource({
        tools: await findTools(process.env),
        store: new FileArtifactStore(folder),
        clip: { kind: 'stored', name: clip.file, key: clip.file },
        frames: 600,
        folder: work,
        signal: new AbortController().signal,
      });
      const frames = await readFile(path);
      await rm(work, { recursive: true });

      expect(createHash('md5').update(frames).digest('hex')).toBe(clip.decoded_yuv420p_md5);
      expect(source).toMatchObject({
        file_sha256: clip.sha256,
        width: clip.width,
        height: clip.height,
        frames: clip.frames,
        start_seconds: 0,
      });
    },
  );
});
