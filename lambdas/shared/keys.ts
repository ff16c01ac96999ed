import { sha256 } from './spec.ts';

/** Keys of the artifact store; the same below a bucket and below a folder. */
export const artifactKeys = {
  capabilities: 'capabilities.json',
  /** A person's clips of a campaign live below this prefix; none means synthetic clips. */
  clips: (campaign: string) => `campaigns/${campaign}/clips/`,
  experiment: (campaign: string, experimentId: string) => `experiments/${campaign}/${experimentId}/`,
  result: (campaign: string, experimentId: string) => `experiments/${campaign}/${experimentId}/result.json`,
  /** Clips of a campaign beyond those that its experiments' rows name, under the hash of the list. */
  clipList: (sha256: string) => `clip-lists/${sha256}.json`,
  /** What one shard of an experiment measured. */
  shard: (campaign: string, experimentId: string, shard: number | string) =>
    `experiments/${campaign}/${experimentId}/shards/${shard}/measured.json`,
  /** Why it measured nothing. */
  shardFailure: (campaign: string, experimentId: string, shard: number | string) =>
    `experiments/${campaign}/${experimentId}/shards/${shard}/failure.json`,
  /** Shards that are to run next, where they are too many for the workflow's state. */
  shardItems: (campaign: string, reasoningId: string, round: number | string) =>
    `shards/${campaign}/${reasoningId}/${round}.json`,
  /** What was asked of the model and what it answered, at every try. */
  exchange: (campaign: string, reasoningId: string) => `reasoning/${campaign}/${reasoningId}/exchange.json`,
  /** A configuration that was measured by itself, without a campaign. */
  measurement: (id: string) => `measurements/${id}/result.json`,
  /** A clip of such a measurement, under the hash of its bytes: the same file is kept once. */
  measuredClip: (sha256: string, name: string) => `clips/${sha256}/${name}`,
  /** What came of verifying a result, beside it. */
  verification: (resultKey: string) => resultKey.replace(/[^/]*$/, 'verification.json'),
  /** Every bitstream lies under the hash of its own bytes, whoever made it. */
  bitstream: (sha256: string) => `bitstreams/${sha256}.clb`,
  /** Kept rate points of one configuration: one entry for each value of its quality control. */
  points: (configurationSha256: string) => `points/${configurationSha256}/`,
  point: (configurationSha256: string, qualityControl: number | string) =>
    `points/${configurationSha256}/${qualityControl}.json`,
  /** What a control came to the first time that it was measured with this configuration. */
  control: (configurationSha256: string) => `controls/${configurationSha256}.json`,
  /** What the frames of a clip are like, by one version of the definitions. */
  scene: (framesSha256: string, version: number | string) => `scenes/${framesSha256}/${version}.json`,
} as const;

/**
 * Ids of one execution: `20261123T060000Z-1a2b3c4d` for the reasoning, the same and `-01` to `-08` for its arms. They
 * sort by start time and are the same for every retry and redrive of that execution.
 */
export function iterationId(executionId: string, startedAt: string): string {
  return `${idStamp(new Date(startedAt))}-${sha256(executionId).slice(0, 8)}`;
}

/** Id of the reasoning that planned an experiment. */
export function reasoningIdOf(experimentId: string): string {
  return experimentId.replace(/-\d+$/, '');
}

/** First part of the ids of executions that started in this second, for example `20261123T060000Z`. */
export function idStamp(instant: Date): string {
  return instant.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}

/** Id of an arm. @param index zero-based. */
export function experimentId(reasoningId: string, index: number): string {
  return `${reasoningId}-${String(index + 1).padStart(2, '0')}`;
}

/** Bounds of the ids of iterations and experiments whose execution started within a time, as values of a query. */
export function idsBetween({ start, end }: { readonly start: Date; readonly end: Date }) {
  // What follows a stamp begins with a hyphen; a tilde comes after all of it.
  return { ':from': idStamp(start), ':to': `${idStamp(end)}~` };
}
