import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceFrames } from '../../../../codec-task/codecs/codec.ts';
import { readHybrid, writeHybrid } from '../../../../codec-task/codecs/hybrid/bitstream.ts';
import { hybridDecoder } from '../../../../codec-task/codecs/hybrid/decode.ts';
import { hybridCodec } from '../../../../codec-task/codecs/hybrid/hybrid.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';
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

const encode = (source: SourceFrames, parameters: Parameters, qualityControl: number) =>
  encodeWith(
    hybridCodec('libx265', { preset: 'superfast', neighbours: 2, ...parameters }),
    source,
    qualityControl,
  );
const decode = (bitstream: Uint8Array, source: SourceFrames) => decodeWith(hybridDecoder, bitstream, source);

describe('a base layer of reduced size', () => {
  it.each([0.75, 0.5])('given %d of each side, comes nearer to the source than by Lanczos', async (scale) => {
    const source = await render('testsrc2=size=SIZE:rate=25', { width: 146, height: 98 }, 4);
    const fitted = await encode(source, { scale }, 16);
    const fixed = await encode(source, { scale, upscaler: 'lanczos' }, 16);
    const { reduced, base } = readHybrid(fitted.bytes);
    expect(reduced).toMatchObject({ width: 146, height: 98, frames: 4, step: 1 });
    expect(fitted.headerBytes).toBe(fitted.bytes.length - base.length + 27);
    expect(fitted.left).toEqual(['bitstream.clb']);
    const [one, other] = [await decode(fitted.bytes, source), await decode(fixed.bytes, source)];
    expect(one.frames).toHaveLength(4);
    expect(await squaredError(one.frames, source)).toBeLessThan(
      0.97 * (await squaredError(other.frames, source)),
    );
  });

  it.each(HARD_CLIPS)(
    'given %s, decodes as many frames, and the same twice',
    async (...[, filter, size, frames]) => {
      const source = await render(filter, size, frames);
      const { bytes } = await encode(source, { scale: frames % 2 === 0 ? 0.5 : 0.75 }, 30);
      const decoded = await decode(bytes, source);
      expect(decoded.frames).toHaveLength(frames);
      expect((await decode(bytes, source)).sha256).toBe(decoded.sha256);
      const grey = decoded.frames.map((frame) => Buffer.alloc(frame.length, 128));
      expect(await squaredError(decoded.frames, source)).toBeLessThan(await squaredError(grey, source));
    },
  );

  it('given black, gives black', async () => {
    const source = await render('color=black:size=SIZE:rate=25', { width: 100, height: 66 }, 3);
    const { bytes } = await encode(source, { scale: 0.75 }, 30);
    expect(await squaredError((await decode(bytes, source)).frames, source)).toBe(0);
  });

  it('given what tells of the upscaling cut or damaged, fails by name or gives as many frames, and never hangs', async () => {
    const source = await render(TEXTURE, { width: 128, height: 96 }, 4);
    const { bytes } = await encode(source, { scale: 0.5 }, 30);
    const { restoration, reduced, base } = readHybrid(bytes);
    if (reduced === undefined) throw new Error('nothing was reduced');
    const outcomeOf = (damaged: Uint8Array) =>
      decode(damaged, source).catch((error: Error) => ({ frames: [], name: error.name }));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(reduced.upscaling.length - 3),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const upscaling = Uint8Array.from(reduced.upscaling);
          upscaling[at] = (upscaling[at] ?? 0) ^ change;
          const outcome = await outcomeOf(
            writeHybrid({ restoration, reduced: { ...reduced, upscaling }, base }),
          );
          if ('name' in outcome) expect(outcome.name).toBe('DecodeFailed');
          else expect(outcome.frames).toHaveLength(4);
        },
      ),
      { numRuns: 10, endOnFailure: true },
    );
    const headEnd = 6 + restoration.length + 13;
    for (const length of [7, headEnd - 1, headEnd + 3, headEnd + reduced.upscaling.length + 5])
      expect(await outcomeOf(bytes.subarray(0, length))).toMatchObject({ name: 'DecodeFailed' });
    for (const change of [{ width: 130 }, { height: 64 }, { frames: 5 }, { frames: 0 }])
      expect(
        await outcomeOf(writeHybrid({ restoration, reduced: { ...reduced, ...change }, base })),
      ).toMatchObject({
        name: expect.stringMatching(/^(DecodeFailed|CheckFailed)$/),
      });
  });

  it('tells the call of its encode without encoding', async () => {
    const source = await render(TEXTURE, { width: 128, height: 96 }, 3);
    const codec = hybridCodec('libx265', { preset: 'superfast', scale: 0.75 });
    const request = { tools, source, gop: 32, qualityControl: 30, signal: new AbortController().signal };
    const { call } = await codec.encode({ ...request, folder: await workFolder() });
    expect(codec.expectedArgv?.(source, 32, 30)).toEqual(call.argv);
  });
});
