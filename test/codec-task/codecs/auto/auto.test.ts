import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoCodec } from '../../../../codec-task/codecs/auto/auto.ts';
import { readAuto, writeAuto } from '../../../../codec-task/codecs/auto/bitstream.ts';
import { autoDecoder } from '../../../../codec-task/codecs/auto/decode.ts';
import type { SourceFrames } from '../../../../codec-task/codecs/codec.ts';
import { conventionalCodec } from '../../../../codec-task/codecs/conventional/conventional.ts';
import { conventionalDecoder } from '../../../../codec-task/codecs/conventional/decode.ts';
import { hybridDecoder } from '../../../../codec-task/codecs/hybrid/decode.ts';
import {
  decodeWith,
  encodeWith,
  HARD_CLIPS,
  render,
  squaredError,
  TEXTURE,
  tools,
  workFolder,
} from '../coding-ground.ts';

const QUICKEST = { preset: 12, neighbours: 2 };
const encode = (source: SourceFrames, qualityControl: number) =>
  encodeWith(autoCodec('libsvtav1', QUICKEST), source, qualityControl);
const DECODERS = { conventional: conventionalDecoder, hybrid: hybridDecoder };

describe('the automatic choice', () => {
  it('given texture, signals a strategy whose own decoder gives the same frames, and tells what it chose', async () => {
    const source = await render(TEXTURE, { width: 192, height: 128 }, 34);
    const { bytes, left, choice, headerBytes, call } = await encode(source, 36);
    expect(left).toEqual(['bitstream.clb']);
    const { strategy, chosen } = readAuto(bytes);
    expect(strategy).toBe('hybrid');
    expect(choice).toMatch(/^hybrid, [45] temporal layers( without temporal filter)?$/);
    expect(call.argv.join(' ')).toContain(`hierarchical-levels=${Number(choice?.at(8)) - 1}`);
    expect(headerBytes).toBe(5 + hybridHeaderBytes(chosen));
    const through = await decodeWith(autoDecoder, bytes, source);
    expect((await decodeWith(DECODERS[strategy], chosen, source)).sha256).toBe(through.sha256);
  });

  it('given the same clip twice, gives the same bitstream', async () => {
    const source = await render(TEXTURE, { width: 128, height: 96 }, 10);
    expect((await encode(source, 40)).bytes).toEqual((await encode(source, 40)).bytes);
  });

  it.each(HARD_CLIPS)(
    'given %s, decodes as many frames, in few bytes or near to the source',
    async (_name, filter, size, frames) => {
      const source = await render(filter, size, frames);
      const { bytes } = await encode(source, 36);
      const decoded = await decodeWith(autoDecoder, bytes, source);
      expect(decoded.frames).toHaveLength(frames);
      const alone = await encodeWith(conventionalCodec('libsvtav1', { preset: 12 }), source, 36);
      const plain = await decodeWith(conventionalDecoder, alone.bytes, source);
      // What was chosen is no worse in bits and in error both: one of them may have been given for the other.
      const errors = [
        await squaredError(decoded.frames, source),
        await squaredError(plain.frames, source),
      ] as const;
      expect(bytes.length <= alone.bytes.length + 5 || errors[0] <= errors[1]).toBe(true);
    },
  );

  it('given an order to stop, stops at once and leaves no thread behind', async () => {
    const source = await render(TEXTURE, { width: 640, height: 360 }, 40);
    const controller = new AbortController();
    const work = await workFolder();
    const request = { tools, source, gop: 32, qualityControl: 40, folder: work, signal: controller.signal };
    const ended = autoCodec('libsvtav1', QUICKEST).encode(request);
    while (!(await readdir(work)).includes('trial')) await new Promise((done) => setTimeout(done, 20));
    const asked = performance.now();
    controller.abort();
    await expect(ended).rejects.toMatchObject({ name: 'Stopped' });
    expect(performance.now() - asked).toBeLessThan(5000);
  });

  it('given a source that is not there, fails by what the encoder said', async () => {
    const source = await render(TEXTURE, { width: 128, height: 96 }, 4);
    await expect(encode({ ...source, path: `${source.path}.gone` }, 36)).rejects.toMatchObject({
      name: 'ToolFailed',
    });
    expect((await readFile(source.path)).length).toBeGreaterThan(0);
  });
});

/** Both headers and the restoration, by the hybrid bitstream's own layout. */
function hybridHeaderBytes(hybrid: Uint8Array): number {
  return 6 + 256 * (hybrid[4] ?? 0) + (hybrid[5] ?? 0) + 27;
}

describe('a bitstream of the automatic choice', () => {
  it('given a strategy and its bitstream, gives both back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('conventional' as const, 'hybrid' as const),
        fc.uint8Array({ maxLength: 200 }),
        (strategy, chosen) => {
          const again = readAuto(writeAuto({ strategy, chosen }));
          expect(again.strategy).toBe(strategy);
          expect(Uint8Array.from(again.chosen)).toEqual(chosen);
        },
      ),
    );
  });

  it('given other bytes, a cut or an unknown strategy, refuses them by name', () => {
    const whole = writeAuto({ strategy: 'hybrid', chosen: new Uint8Array(9) });
    fc.assert(
      fc.property(fc.nat(4), fc.integer({ min: 2, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        expect(() => readAuto(damaged)).toThrow(expect.objectContaining({ name: 'InvalidBitstream' }));
      }),
    );
    expect(() => readAuto(whole.subarray(0, 4))).toThrow(
      expect.objectContaining({ name: 'InvalidBitstream' }),
    );
  });
});
