import type { Capabilities } from '../shared/capabilities.ts';
import type { Forecast } from '../shared/forecast.ts';
import type { ProposalSource } from '../shared/names.ts';
import type { Allocation, Disagreement, Insight, PreferredRegion } from '../shared/reasoning.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import type { LabSettings } from '../shared/settings.ts';
import type { EncoderSpace } from '../shared/space.ts';
import type { ClipReference, Configuration } from '../shared/spec.ts';
import type { CampaignSummary } from '../shared/summary.ts';
import type { PartedClips } from './named-clips.ts';

/** All that planning may depend on. Equal contexts give equal plans by rules. */
export interface PlanningContext {
  readonly campaign: string;
  readonly settings: LabSettings;
  /** What may vary in each encoder of each strategy that there is. */
  readonly spaces: readonly EncoderSpace[];
  readonly arms: number;
  readonly seed: number;
  readonly now: Date;
  readonly summary: CampaignSummary;
  /** Newest first, at most 50, every status. */
  readonly history: readonly ExperimentRecord[];
  /** Rows that no longer fit the schema. */
  readonly unreadable: readonly { readonly id: string; readonly reason: string }[];
  /** Undefined until a task has reported. */
  readonly capabilities: Capabilities | undefined;
  /** Those that a spec names. */
  readonly clips: readonly ClipReference[];
  /** Tune clips beside those; absent: none. */
  readonly further?: NonNullable<PartedClips['further']>;
  /** Hash of clips, frames and GOP: only records with this value are comparable. */
  readonly clipSet: string;
  /** What a language model preferred in earlier iterations and still stands; absent: nothing. */
  readonly regions?: readonly CarriedRegion[];
  /** All that may be proposed, where a replayed world holds no more; absent: whatever the spaces allow. */
  readonly offered?: readonly Configuration[];
}

/** A preferred region of an earlier iteration that nothing has refuted, with less weight than it had there. */
export interface CarriedRegion extends PreferredRegion {
  /** Id of the iteration whose model preferred it. */
  readonly preferred_by: string;
}

/** One named finding over the measured evidence. */
export interface Finding {
  readonly rule: string;
  readonly statement: string;
  /** Experiment ids. */
  readonly evidence: readonly string[];
}

/** Forecasts as their source states them, before any recalibration. */
export interface RawForecasts {
  /** BD-rate (PSNR-YUV) over the tune clips, percent. */
  readonly bdRate: Forecast;
  /** Mean bitrate at the quality floor, Mbit/s. */
  readonly bitrate: Forecast;
  /** Probability, 0 to 1, of a lower BD-rate than the champion's, or than the anchor's where there is none. */
  readonly improvement: number;
}

/** An experiment as proposed, before it has an id. */
export interface ProposedExperiment extends Configuration {
  readonly purpose: string;
  readonly expected_bd_rate: Forecast;
  readonly expected_bitrate_mbps: number;
  /** What its source itself forecasts, where it states more than the two above. */
  readonly raw?: RawForecasts;
  /** Experiment that it declares to repeat. */
  readonly replicate_of?: string;
  /** True for the champion's confirmation: sealed clips and strong anchor too. */
  readonly confirm?: true;
  /** Who proposed it; absent: whoever made the whole proposal. */
  readonly source?: ProposalSource;
}

/** A complete line of reasoning with the experiments that it leads to. */
export interface Proposal {
  readonly root_cause: string;
  readonly insights: readonly Insight[];
  readonly hypothesis: string;
  readonly next_experiment: { readonly approach: string; readonly changes: readonly string[] };
  readonly risks: readonly string[];
  readonly confidence_score: number;
  readonly experiments: readonly ProposedExperiment[];
  /** How the arms were allotted; absent where nothing was. */
  readonly allocation?: Allocation;
  /** From a model only. */
  readonly regions?: readonly PreferredRegion[];
  /** From a model only. */
  readonly disagreements?: readonly Disagreement[];
}
