import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { clipSetHash } from '../../../lambdas/shared/spec.ts';
import { emptySummary } from '../../../lambdas/shared/summary.ts';
import type { World } from '../worlds/world.ts';

/** A campaign before its first experiment, which may plan what a world can answer, and all of that. */
export function startOf({ entries }: World, seed: number): PlanningContext {
  // Every answer of a world is a full measurement of known cost, and money is no subject here.
  const settings = parseSettings({
    ...{ seed, screening: { enabled: false }, cpu_seconds_per_arm: 1_000_000, monthly_cap_usd: 100_000 },
    llm: { monthly_cap_usd: 10_000 },
  });
  const clips = (entries[0]?.clips ?? []).map(({ name }) => ({
    ...{ kind: 'stored' as const, name, key: `clips/replay/${name}`, set: 'tune' as const },
  }));
  return {
    ...{ campaign: 'replay', settings, arms: settings.arms, seed, now: new Date('2026-11-23T06:00:00Z') },
    ...{ spaces: ALL_SPACES, summary: emptySummary(), history: [], unreadable: [] },
    capabilities: {
      schema: SCHEMAS.capabilities,
      ...{ ffmpeg_version: 'replayed', ffmpeg_sha256: 'f'.repeat(64), architecture: 'x64' },
      encoders: [...new Set(entries.map(({ encoder }) => encoder))],
      ...{ filters: ['hqdn3d'], encoder_versions: {} },
    },
    ...{ clips, clipSet: clipSetHash({ clips, frames: settings.frames, gop: settings.gop }) },
    offered: entries.map(({ encoder, parameters }) => ({ encoder, parameters })),
  };
}
