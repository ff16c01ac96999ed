import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The two tables and the client that reaches them. */
export interface Tables {
  readonly client: DynamoDBDocumentClient;
  readonly experiments: string;
  readonly reasoning: string;
}

/** Client with the SDK's own configuration; `AWS_ENDPOINT_URL_DYNAMODB` redirects it to an embedded table. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** True for the answer to a write whose condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
