import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type TranslateConfig } from '@aws-sdk/lib-dynamodb';

/** The two tables and the client that reaches them. */
export interface Tables {
  readonly client: DynamoDBDocumentClient;
  readonly experiments: string;
  readonly reasoning: string;
}

/**
 * How values go into a table and come out of it. A table holds larger numbers than this program, and a row of others with
 * one must not keep the others from being read: it comes out as the nearest number, which its schema then judges.
 */
export const TRANSLATION: TranslateConfig = {
  marshallOptions: { removeUndefinedValues: true },
  unmarshallOptions: { wrapNumbers: Number },
};

/** Client with the SDK's own configuration; `AWS_ENDPOINT_URL_DYNAMODB` redirects it to an embedded table. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({}), TRANSLATION);
}

/** True for the answer to a write whose condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
