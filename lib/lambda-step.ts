import type { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JsonPath, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { LAMBDA_RETRIES } from './workflow-retries.ts';

export interface LambdaStepProps {
  readonly program: IFunction;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Must outlast the function's own timeout, so that its error comes first. */
  readonly timeout: Duration;
  /** Where in the state the function's answer goes; dropped when absent. */
  readonly answerPath?: string;
  /** Whether nothing reads the state behind it: its output is then empty. */
  readonly isLast?: boolean;
}

/** A Task that calls a Lambda function, with a timeout and named retries. */
export function lambdaStep(scope: Construct, id: string, props: LambdaStepProps): LambdaInvoke {
  const { program, payload, timeout, answerPath, isLast } = props;
  const step = new LambdaInvoke(scope, id, {
    lambdaFunction: program,
    payload: TaskInput.fromObject(payload),
    taskTimeout: Timeout.duration(timeout),
    // The answer itself, without the envelope of status and version.
    payloadResponseOnly: true,
    // Its own retry leaves out TooManyRequestsException and has no jitter.
    retryOnServiceExceptions: false,
    resultPath: answerPath ?? JsonPath.DISCARD,
    ...(isLast && { outputPath: JsonPath.DISCARD }),
  });
  for (const retry of LAMBDA_RETRIES) step.addRetry(retry);
  return step;
}
