import { Duration } from 'aws-cdk-lib';
import { CustomWidget, type CustomWidgetProps } from 'aws-cdk-lib/aws-cloudwatch';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambdas/shared/names.ts';
import type { Config } from '../config.ts';
import { NodeFunction } from '../node-function.ts';
import type { Storage } from '../storage.ts';

/** The function behind the dashboard's own widgets. It may read the two tables and nothing else. */
export class LabWidgets extends Construct {
  readonly program: NodeFunction;
  /** What a person needs beside the right to read CloudWatch: the console calls the function in the viewer's name. */
  readonly viewers: ManagedPolicy;

  constructor(scope: Construct, id: string, config: Config, storage: Storage) {
    super(scope, id);
    this.program = new NodeFunction(this, 'Widget', {
      entry: 'lambdas/widget/index.ts',
      description: 'Codec Lab: shows on the dashboard what the tables hold; reads only',
      timeout: Duration.seconds(20),
      memoryMb: 512,
      logDays: config.logDays,
    });
    this.program.addEnvironment(ENVIRONMENT.settings, JSON.stringify(config.settings));
    storage.bindReasoning(this.program, 'Query');
    storage.bindExperiments(this.program, 'GetItem', 'Query');
    this.viewers = new ManagedPolicy(this, 'Viewers', {
      description: 'Codec Lab: lets a viewer of the dashboard call the function behind its widgets',
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [this.program.functionArn],
        }),
      ],
    });
  }

  /** @param params what the function is called with beside what the dashboard shows. */
  show(
    props: Omit<CustomWidgetProps, 'functionArn' | 'params'>,
    params: Readonly<Record<string, unknown>>,
  ): CustomWidget {
    return new CustomWidget({
      ...props,
      functionArn: this.program.functionArn,
      params,
      updateOnResize: false,
    });
  }
}
