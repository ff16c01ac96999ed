import { Capabilities } from '../shared/capabilities.ts';
import { artifactKeys } from '../shared/keys.ts';
import { ReasoningRecord } from '../shared/reasoning.ts';
import type { EncoderSpace } from '../shared/space.ts';
import { clipSetHash } from '../shared/spec.ts';
import { getText } from '../shared/stores/artifact-store.ts';
import type { History } from '../shared/stores/experiment-store.ts';
import { recentReasonings } from '../shared/stores/reasoning-store.ts';
import type { CampaignSummary } from '../shared/summary.ts';
import type { RunInput } from '../shared/workflow.ts';
import { campaignClips } from './campaign-clips.ts';
import { usableEncoders } from './llm/usable-encoders.ts';
import { partedClips } from './named-clips.ts';
import type { PlanningContext } from './planning.ts';
import { carriedRegions } from './sources/carried-regions.ts';
import type { Surroundings } from './surroundings.ts';

/** Reasonings whose preferred regions may still stand: their weight is small after as many. */
const RECENT_REASONINGS = 6;

/** Everything that a planning is decided by, read once. */
export async function gatherContext(
  surroundings: Surroundings,
  run: RunInput,
  { summary, history }: { readonly summary: CampaignSummary; readonly history: History },
): Promise<PlanningContext> {
  const { tables, store, now } = surroundings;
  const settings = { ...surroundings.settings, seed: run.seed ?? surroundings.settings.seed };
  const [reasonings, keys, capabilities] = await Promise.all([
    recentReasonings(tables, run.campaign, RECENT_REASONINGS),
    store.list(artifactKeys.clips(run.campaign)),
    getText(store, artifactKeys.capabilities),
  ]);
  const all = campaignClips(run.campaign, keys, settings);
  const { named: clips, further } = partedClips(run.campaign, all, settings.clips_per_task);
  const { frames, gop } = settings;
  const clipSet = clipSetHash({
    clips: [...clips],
    ...(further && { further_clips: further.reference }),
    frames,
    gop,
  });
  return {
    campaign: run.campaign,
    settings,
    spaces: surroundings.spaces.filter(
      ({ strategy }) => run.strategy === undefined || strategy === run.strategy,
    ),
    arms: run.arms ?? settings.arms,
    seed: settings.seed,
    now: now(),
    summary,
    history: history.records,
    unreadable: history.unreadable,
    capabilities: parseCapabilities(capabilities, surroundings.spaces),
    clips,
    ...(further && { further }),
    clipSet,
    regions: carriedRegions(readReasonings(reasonings), history.records, clipSet),
  };
}

/** Those that fit the schema: what another version wrote prefers nothing. */
function readReasonings(rows: readonly unknown[]): ReasoningRecord[] {
  return rows.flatMap((row) => ReasoningRecord.safeParse(row).data ?? []);
}

/**
 * Capabilities that do not parse count as not yet known: the next task writes them anew. So do those without any encoder:
 * nothing could be planned by them, and no task would ever look again.
 */
function parseCapabilities(
  text: string | undefined,
  spaces: readonly EncoderSpace[],
): Capabilities | undefined {
  if (text === undefined) return undefined;
  try {
    const capabilities = Capabilities.parse(JSON.parse(text));
    return usableEncoders({ capabilities, spaces }).length === 0 ? undefined : capabilities;
  } catch {
    return undefined;
  }
}
