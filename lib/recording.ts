import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { NodeFunction } from './node-function.ts';
import type { Storage } from './storage.ts';

export interface RecordingProps {
  readonly storage: Storage;
}

/** The recorder: results to records, verdicts, the campaign's summary. */
export class Recording extends Construct {
  readonly recorder: NodeFunction;

  constructor(scope: Construct, id: string, { storage }: RecordingProps) {
    super(scope, id);
    this.recorder = new NodeFunction(this, 'Recorder', {
      folder: 'recorder',
      description: 'Codec Lab: validates results, judges forecasts, keeps records and champion',
      timeout: Duration.minutes(2),
      memorySize: 512,
    });
    this.recorder.bindTables(storage, {
      experiments: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      reasoning: ['GetItem', 'Query', 'UpdateItem'],
    });
    this.recorder.bindArtifacts(storage.artifacts, ['experiments/*']);
  }
}
