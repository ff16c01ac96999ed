import { bitsPerSample } from './canonical-frames.ts';
import type { FrameRate } from './frame-rate.ts';
import type { VideoProbe } from './probe.ts';

/** What happened to a clip on its way to the frames that are measured, a sentence each. */
export function conversionNotes(probe: VideoProbe, rate: FrameRate, taken: number, asked: number): string[] {
  const { width, height, pixelFormat } = probe;
  const bits = bitsPerSample(pixelFormat);
  const possible: [boolean, string][] = [
    [width % 2 === 1 || height % 2 === 1, `odd size ${width}x${height} cropped to even`],
    [bits > 8, `${bits}-bit samples rounded to 8 bits without dither`],
    [probe.fullRange, 'full range converted to limited range'],
    [!/420|nv12|nv21|p01\d/.test(pixelFormat), `${pixelFormat} converted to 4:2:0`],
    [/^(yuva|rgba|bgra|argb|abgr|gbrap|ya)/.test(pixelFormat), 'transparency dropped'],
    [rate.variable, `variable frame rate: every frame taken once, at the average rate ${rate.fps}`],
    [
      !rate.variable && rate.fps !== probe.fps,
      `frame rate ${rate.fps} by the times of the frames; the file declares ${probe.fps}`,
    ],
    [probe.interlaced, 'interlaced: frames measured as they are coded, without deinterlacing'],
    [probe.rotation !== 0, `marked to be shown turned by ${probe.rotation} degrees: measured as coded`],
    [probe.videos > 1, `the first of ${probe.videos} video streams is measured`],
    [taken < asked, `the clip has ${taken} frames, fewer than the ${asked} asked for`],
  ];
  return possible.filter(([applies]) => applies).map(([, sentence]) => sentence);
}
