import { Duration } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';
import { ARTIFACT_PATTERNS } from './artifact-patterns.ts';
import type { Config } from './config.ts';
import { NodeFunction } from './node-function.ts';
import type { Storage } from './storage.ts';

/** Decides what the next iteration runs. */
export class Planning extends Construct {
  readonly planner: NodeFunction;

  constructor(scope: Construct, id: string, config: Config, storage: Storage) {
    super(scope, id);
    this.planner = new NodeFunction(this, 'Planner', {
      entry: 'lambdas/planner/index.ts',
      description: 'Codec Lab: reads the history, reasons and plans the next experiments',
      // Two calls of the model, each tried three times for two minutes at most, and the waits between them.
      timeout: Duration.minutes(15),
      memoryMb: 512,
      logDays: config.logDays,
    });
    this.planner.addEnvironment(ENVIRONMENT.settings, JSON.stringify(config.settings));
    storage.bindReasoning(this.planner, 'BatchGetItem', 'GetItem', 'PutItem');
    // Update gives the lock back when nothing is to run.
    storage.bindExperiments(this.planner, 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    storage.bindArtifacts(this.planner, { get: [ARTIFACT_PATTERNS.capabilities] });
    if (config.anthropicSecretName !== undefined) this.#bindSecret(config.anthropicSecretName);
  }

  /** The secret is the owner's: a generated one would hold a random text and every call of the API would fail. */
  #bindSecret(name: string): void {
    this.planner.addEnvironment(ENVIRONMENT.anthropicSecretId, name);
    Secret.fromSecretNameV2(this, 'AnthropicKey', name).grantRead(this.planner);
  }
}
