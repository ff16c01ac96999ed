import { artifactKeys } from '../lambdas/shared/keys.ts';

/** Artifact keys as policies spell them, derived from the keys that the programs use. */
export const ARTIFACT_PATTERNS = {
  capabilities: artifactKeys.capabilities,
  clips: `${artifactKeys.clips('*')}*`,
  clipLists: artifactKeys.clipList('*'),
  results: artifactKeys.result('*', '*'),
  shards: artifactKeys.shard('*', '*', '*'),
  shardFailures: artifactKeys.shardFailure('*', '*', '*'),
  shardItems: artifactKeys.shardItems('*', '*', '*'),
  bitstreams: artifactKeys.bitstream('*'),
  points: artifactKeys.point('*', '*'),
  controls: artifactKeys.control('*'),
  scenes: artifactKeys.scene('*', '*'),
  exchanges: artifactKeys.exchange('*', '*'),
} as const;
