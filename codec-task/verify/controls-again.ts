import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import { strategyOf } from '../../lambdas/shared/encoder-name.ts';
import { storedConfiguration } from '../../lambdas/shared/memory/configuration.ts';
import type { Control, Controls, ExperimentResult } from '../../lambdas/shared/result.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import { openCodec } from '../codecs/resolve.ts';
import { type Configuration, configurationOf } from '../measure/cache/configuration.ts';
import {
  CONTROL_CLIP,
  CONTROL_FRAMES,
  type ControlConfiguration,
  controlConfigurations,
} from '../measure/controls/configurations.ts';
import { isWithinLimits } from '../measure/controls/judge.ts';
import { keptReading } from '../measure/controls/kept-reading.ts';
import { type Reading, readingFingerprint, readingRate } from '../measure/controls/reading.ts';
import { prepareSource } from '../media/source.ts';
import type { Tools } from '../media/tools.ts';
import { CANNOT_BE_RECOMPUTED } from './compare-values.ts';

interface Request {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly result: ExperimentResult;
  /** For everything in between. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** How a control's configuration is named among those that are kept. */
type KeyOf = (configuration: ControlConfiguration) => Configuration;

/**
 * A record's controls, computed again from the readings that are kept of them. Bitstreams of controls are not kept: what
 * differed from its reading, and the configuration that is known to be bad, of which none is kept, can be held against the
 * limits only. Where no reading lies under what the record was measured with, nothing is computed.
 */
export async function controlsAgain(request: Request): Promise<unknown> {
  const { result, store, capabilities } = request;
  const stored = result.controls;
  const keyOf = stored?.sound ? await keysOf(request) : undefined;
  if (!stored || keyOf === undefined) return CANNOT_BE_RECOMPUTED;
  const expected = controlConfigurations(result.spec, capabilities);
  const readings = new Map<Control['role'], Reading>();
  for (const configuration of expected) {
    if (configuration.role === 'known-bad') continue;
    const reading = await keptReading(store, keyOf(configuration));
    if (reading !== undefined) readings.set(configuration.role, reading);
  }
  const controls = stored.controls.map(({ role }) => {
    const configuration = expected.find((each) => each.role === role);
    return configuration === undefined ? CANNOT_BE_RECOMPUTED : controlAgain(configuration, readings);
  });
  const unknown = CANNOT_BE_RECOMPUTED;
  const sound = stored.controls.every(isWithinLimits);
  return { sound, controls, reason: unknown, clip: unknown, wall_seconds: unknown } satisfies Record<
    keyof Controls,
    unknown
  >;
}

/** A control that came out as its reading, bit for bit. */
function controlAgain(
  configuration: ControlConfiguration,
  readings: ReadonlyMap<Control['role'], Reading>,
): unknown {
  const { role } = configuration;
  const named = { role, ...storedConfiguration(configuration) };
  const [anchor, reading] = [readings.get('anchor'), readings.get(role)];
  const unknown = CANNOT_BE_RECOMPUTED;
  if (role === 'known-bad')
    return { ...named, bd_rate_percent: unknown, drift_percent: null, fingerprint: unknown };
  if (anchor === undefined || reading === undefined)
    return { ...named, bd_rate_percent: unknown, drift_percent: unknown, fingerprint: unknown };
  return {
    ...named,
    bd_rate_percent: readingRate(anchor, reading),
    drift_percent: readingRate(reading, reading),
    fingerprint: readingFingerprint(reading),
  };
}

/** What the record's controls were measured with, as far as it tells; undefined where it does not. */
async function keysOf({ result, ...request }: Request): Promise<KeyOf | undefined> {
  const { ffmpeg_sha256, ffmpeg_version, architecture, isolation, code_sha256 } = result.environment;
  if (isolation === undefined || code_sha256 === undefined) return undefined;
  const folder = await mkdtemp(join(request.folder, 'controls-'));
  try {
    const { source } = await prepareSource({
      ...request,
      clip: CONTROL_CLIP,
      frames: CONTROL_FRAMES,
      folder,
    });
    const capabilities = { ...request.capabilities, ffmpeg_sha256, ffmpeg_version, architecture };
    const ground = { capabilities, codeSha256: code_sha256, isolation, checks: ALL_CHECKS };
    return (configuration) => {
      const choice = { ...configuration, strategy: strategyOf(configuration) };
      const { decoder } = openCodec(choice).codec;
      return configurationOf(source, { ...choice, decoder }, { ...ground, gop: source.frames });
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
