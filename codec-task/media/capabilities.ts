import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { ENCODERS, SCHEMAS } from '../../lambdas/shared/names.ts';
import { hashFile } from './frames.ts';
import { runTool } from './run-tool.ts';
import type { Tools } from './tools.ts';

const FILTERS = ['libvmaf', 'xpsnr', 'hqdn3d', 'nlmeans', 'ssim', 'psnr'] as const;

/** What an encoder's library prints of its own version when it starts. */
const VERSION_LINES: Readonly<Record<string, RegExp>> = {
  libx265: /HEVC encoder version ([\w.+-]+)/,
  libsvtav1: /SVT-AV1 Encoder Lib v?([\w.-]+)/,
};

/** Detects what the found ffmpeg can do. Takes about half a second. */
export async function detectCapabilities(tools: Tools, signal: AbortSignal): Promise<Capabilities> {
  const ask = async (...args: string[]) => {
    const { stdout, stderr } = await runTool(tools.ffmpeg, 'ffmpeg', ['-hide_banner', ...args], {
      folder: tmpdir(),
      timeoutSeconds: 60,
      signal,
    });
    return `${stdout}\n${stderr}`;
  };
  const [version, encoderList, filterList, binary] = await Promise.all([
    runTool(tools.ffmpeg, 'ffmpeg', ['-version'], { folder: tmpdir(), timeoutSeconds: 60, signal }),
    ask('-encoders'),
    ask('-filters'),
    realpath(tools.ffmpeg).then(hashFile),
  ]);
  const ffmpegVersion = /ffmpeg version (\S+)/.exec(version.stdout)?.[1] ?? 'unknown';
  const encoders = ENCODERS.filter((encoder) =>
    new RegExp(`^\\s*V\\S* ${encoder}\\s`, 'm').test(encoderList),
  );
  const versions = await Promise.all(
    encoders.map(async (encoder) => {
      const pattern = VERSION_LINES[encoder];
      if (pattern === undefined) return [encoder, `ffmpeg ${ffmpegVersion}`] as const;
      const log = await ask(
        '-f',
        'lavfi',
        '-i',
        'color=size=64x64:rate=25',
        '-frames:v',
        '1',
        '-c:v',
        encoder,
        '-f',
        'null',
        '-',
      ).catch(() => '');
      return [encoder, pattern.exec(log)?.[1] ?? 'unknown'] as const;
    }),
  );
  return {
    schema: SCHEMAS.capabilities,
    ffmpeg_version: ffmpegVersion,
    ffmpeg_sha256: binary,
    encoders,
    filters: FILTERS.filter((filter) => new RegExp(`^ \\S+ ${filter}\\s`, 'm').test(filterList)),
    encoder_versions: Object.fromEntries(versions),
    architecture: process.arch,
  };
}
