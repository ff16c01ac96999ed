import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { ENCODERS, type Encoder, SCHEMAS } from '../../lambdas/shared/names.ts';
import { hashFile } from './frames.ts';
import { runTool } from './run-tool.ts';
import { ToolFailedError } from './tool-errors.ts';
import type { Tools } from './tools.ts';
import { VMAF_FILTER } from './vmaf-models.ts';

const FILTERS = ['libvmaf', 'xpsnr', 'hqdn3d', 'nlmeans', 'ssim', 'psnr'] as const;

/** Metric filters that may be listed and yet not score: libvmaf without its models, or too old to take two. */
const TRIALS: Readonly<Record<string, string>> = { libvmaf: VMAF_FILTER, xpsnr: 'xpsnr' };

/** How an encoder's library tells its version while it encodes; x264 only inside its stream. */
const VERSIONS: Readonly<Record<Encoder, { readonly pattern: RegExp; readonly format: string }>> = {
  libx264: { pattern: /x264 - (core \d+(?: r\d+)?)/, format: 'h264' },
  libx265: { pattern: /HEVC encoder version ([\w.+-]+)/, format: 'null' },
  'libvpx-vp9': { pattern: /\[libvpx-vp9 @ \w+\] v([\w.-]+)/, format: 'null' },
  libsvtav1: { pattern: /SVT-AV1 Encoder Lib v?([\w.-]+)/, format: 'null' },
  'libaom-av1': { pattern: /\[libaom-av1 @ \w+\] v?([\w.-]+)/, format: 'null' },
};

/**
 * Detects what the found ffmpeg can do. An encoder counts when it encodes a frame, a metric when it scores one, not because
 * they are listed. Takes about half a second on two cores.
 */
export async function detectCapabilities(tools: Tools, signal: AbortSignal): Promise<Capabilities> {
  const ask = (...args: string[]) =>
    runTool(tools.ffmpeg, 'ffmpeg', args, { folder: tmpdir(), timeoutSeconds: 60, signal });
  const [version, filters, binary, ...encoders] = await Promise.all([
    ask('-version'),
    ask('-hide_banner', '-filters'),
    realpath(tools.ffmpeg).then(hashFile),
    ...ENCODERS.map((encoder) => encoderVersion(encoder, ask)),
  ]);
  const listed = FILTERS.filter((filter) => new RegExp(`^ \\S+ ${filter}\\s`, 'm').test(filters.stdout));
  const scoring = await Promise.all(listed.map((filter) => works(TRIALS[filter], ask)));
  const usable = encoders.filter((encoder) => encoder !== undefined);
  return {
    schema: SCHEMAS.capabilities,
    ffmpeg_version: /ffmpeg version (\S+)/.exec(version.stdout)?.[1] ?? 'unknown',
    ffmpeg_sha256: binary,
    encoders: usable.map(({ encoder }) => encoder),
    filters: listed.filter((_, index) => scoring[index]),
    encoder_versions: Object.fromEntries(usable.map(({ encoder, version }) => [encoder, version])),
    architecture: process.arch,
  };
}

/** The version of an encoder's library, "unknown" where it is not told; undefined when the encoder cannot be used. */
async function encoderVersion(
  encoder: Encoder,
  ask: (...args: string[]) => Promise<{ stdout: string; stderr: string }>,
): Promise<{ encoder: Encoder; version: string } | undefined> {
  const { pattern, format } = VERSIONS[encoder];
  const frame = ['-f', 'lavfi', '-i', 'color=size=64x64:rate=25', '-frames:v', '1'];
  try {
    const { stdout, stderr } = await ask('-hide_banner', ...frame, '-c:v', encoder, '-f', format, '-');
    return { encoder, version: pattern.exec(`${stderr}\n${stdout}`)?.[1] ?? 'unknown' };
  } catch (error) {
    if (error instanceof ToolFailedError) return undefined;
    throw error;
  }
}

/** Whether a metric filter scores a frame; true where no trial is asked for. */
async function works(
  trial: string | undefined,
  ask: (...args: string[]) => Promise<unknown>,
): Promise<boolean> {
  if (trial === undefined) return true;
  const graph = `color=size=192x128:rate=25,format=yuv420p,split[a][b];[a][b]${trial}`;
  try {
    await ask('-hide_banner', '-lavfi', graph, '-frames:v', '1', '-f', 'null', '-');
    return true;
  } catch (error) {
    if (error instanceof ToolFailedError) return false;
    throw error;
  }
}
