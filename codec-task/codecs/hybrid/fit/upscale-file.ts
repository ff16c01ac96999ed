import { open } from 'node:fs/promises';
import { codedPictures, WHOLE } from '../reduction/reduction.ts';
import type { Upscaling } from '../upscaling/description.ts';
import { Upscaler } from '../upscaling/upscaler.ts';
import { type ClipFiles, ClipReader } from './clip-files.ts';

/** Brings every decoded picture of a clip back to its size, as the decoder will. @param to a raw file of 10 bits */
export async function upscaleFile(files: ClipFiles, upscaling: Upscaling, to: string): Promise<void> {
  const { frames, reduction = WHOLE } = files;
  const upscaler = await Upscaler.open(files, reduction.ratio, upscaling);
  using reader = new ClipReader(files);
  await using file = await open(to, 'w');
  const pictures = codedPictures(frames, reduction.step);
  for (let index = 0; index < pictures; index++)
    await file.writeFile(upscaler.upscale(reader.decoded(index)));
}
