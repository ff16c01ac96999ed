import { Duration } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';
import type { LabConfig } from './config.ts';
import { NodeFunction } from './node-function.ts';
import type { Storage } from './storage.ts';

export interface PlanningProps {
  readonly config: LabConfig;
  readonly storage: Storage;
}

/** The planner: reads the campaign, reasons, writes the plan. */
export class Planning extends Construct {
  readonly planner: NodeFunction;

  constructor(scope: Construct, id: string, { config, storage }: PlanningProps) {
    super(scope, id);
    this.planner = new NodeFunction(this, 'Planner', {
      folder: 'planner',
      description: 'Codec Lab: reads all results, reasons, plans the next experiments',
      // Two calls of the model, each tried three times for two minutes at most, and the waits between them.
      timeout: Duration.minutes(15),
      memorySize: 512,
    });
    this.planner.addEnvironment(ENVIRONMENT.settings, JSON.stringify(config.settings));
    this.planner.bindTables(storage, {
      experiments: ['BatchGetItem', 'GetItem', 'Query', 'PutItem', 'UpdateItem'],
      reasoning: ['BatchGetItem', 'GetItem', 'PutItem'],
    });
    this.planner.bindArtifacts(storage.artifacts, ['capabilities.json']);
    if (config.anthropicSecretName !== undefined) {
      const secret = Secret.fromSecretNameV2(this, 'AnthropicSecret', config.anthropicSecretName);
      secret.grantRead(this.planner);
      this.planner.addEnvironment(ENVIRONMENT.anthropicSecretId, secret.secretName);
    }
  }
}
