import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { batchGet } from '../../../../lambdas/shared/stores/batch-get.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const tables = {
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })),
  experiments: 'experiments',
  reasoning: 'reasoning',
};
const keysOf = (...ids: string[]) => ({
  Keys: ids.map((id) => ({ campaign: 'default', experiment_id: id })),
});
beforeEach(() => dynamo.reset());

describe('a read that a throttled table leaves undone', () => {
  it('is asked again for the rest', async () => {
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { experiments: [{ experiment_id: 'one' }], reasoning: [{ reasoning_id: 'three' }] },
        UnprocessedKeys: { experiments: keysOf('two') },
      })
      .resolvesOnce({ Responses: { experiments: [{ experiment_id: 'two' }] }, UnprocessedKeys: {} });

    const items = await batchGet(tables, { experiments: keysOf('one', 'two'), reasoning: keysOf('three') });

    expect(items).toEqual({
      experiments: [{ experiment_id: 'one' }, { experiment_id: 'two' }],
      reasoning: [{ reasoning_id: 'three' }],
    });
    expect(dynamo.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems).toEqual({
      experiments: keysOf('two'),
    });
  });

  it('is given up by name, and never taken for an empty one', async () => {
    dynamo.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: { experiments: keysOf('two') } });

    await expect(batchGet(tables, { experiments: keysOf('two') })).rejects.toMatchObject({
      name: 'TablesThrottled',
      message: expect.stringContaining('experiments'),
    });
  });
});
