import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** Faults of the Lambda service itself, not of the function: about half a minute of tries. */
const LAMBDA_SERVICE: RetryProps = {
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 5,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};

/** Errors of the tables and the bucket, and the laboratory's own, that pass when the same step runs again. */
const STORES_BUSY: RetryProps = {
  errors: [
    'TablesThrottled',
    'SummaryContended',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'ThrottlingException',
    'InternalServerError',
    'SlowDown',
    'ServiceUnavailable',
    'TimeoutError',
  ],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 4,
  maxDelay: Duration.seconds(30),
  jitterStrategy: JitterType.FULL,
};

/** Retries of a Lambda step; its handlers may run any number of times. */
export const LAMBDA_RETRIES: readonly RetryProps[] = [LAMBDA_SERVICE, STORES_BUSY];

/**
 * Retries of starting a task: no capacity, a transient fault, throttled network interfaces, a start that ECS reports as
 * failed. `States.TaskFailed` is missing on purpose: it stands for every exit code, and a program that failed once on the
 * same input fails again.
 */
export const TASK_START_RETRY: RetryProps = {
  errors: [
    'ECS.AmazonECSException',
    'ECS.ServerException',
    'ECS.InvalidParameterException',
    'AmazonECS.Unknown',
  ],
  interval: Duration.seconds(30),
  backoffRate: 2,
  maxAttempts: 4,
  maxDelay: Duration.minutes(5),
  jitterStrategy: JitterType.FULL,
};
