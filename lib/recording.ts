import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ARTIFACT_PATTERNS } from './artifact-patterns.ts';
import type { Config } from './config.ts';
import { NodeFunction } from './node-function.ts';
import type { Storage } from './storage.ts';

/** Turns what the tasks left into records and ends the iteration. */
export class Recording extends Construct {
  readonly recorder: NodeFunction;

  constructor(scope: Construct, id: string, config: Config, storage: Storage) {
    super(scope, id);
    this.recorder = new NodeFunction(this, 'Recorder', {
      entry: 'lambdas/recorder/index.ts',
      description: 'Codec Lab: validates results, writes records and verdicts, gives the lock back',
      // Merges what the shards of up to 1,024 clips came to.
      timeout: Duration.minutes(5),
      memoryMb: 1024,
      logDays: config.logDays,
    });
    storage.bindReasoning(this.recorder, 'GetItem', 'Query', 'UpdateItem');
    // Update gives the lock back.
    storage.bindExperiments(this.recorder, 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    const { results, shards, shardFailures, shardItems } = ARTIFACT_PATTERNS;
    storage.bindArtifacts(this.recorder, {
      get: [results, shards, shardFailures],
      put: [results, shardFailures, shardItems],
    });
  }
}
