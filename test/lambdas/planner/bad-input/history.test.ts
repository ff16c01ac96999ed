import { NumberValue, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM_PARTITIONS } from '../../../../lambdas/shared/names.ts';
import { CAMPAIGN, SmallLaboratory, validPlan } from './small-laboratory.ts';

let laboratory: SmallLaboratory;
beforeEach(async () => {
  laboratory = await SmallLaboratory.open();
});
afterEach(() => laboratory[Symbol.asyncDispose]());

/** The largest number of a table is larger than what this program writes. */
const HUGE = NumberValue.from('9.9e125');

/** The SDK, which writes these rows here, takes a map with a field of this name for an instance of some class. */
const fieldName = fc.string({ minLength: 1 }).filter((name) => name !== 'constructor');

/** Any value that a table can hold. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    ...[fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(-1, 0.5, 1e15)],
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('any'), { maxKeys: 3 }),
  ),
})).any;

describe('rows of others in the history', () => {
  it('whatever they hold are left out by name, and the rest is planned with', async () => {
    const first = await laboratory.plan();
    await laboratory.measure(first);
    const record = { campaign: CAMPAIGN, schema: 'codec-lab.record.v1' };
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), value), async (fields) => {
        count += 1;
        await laboratory.putRow({ ...fields, ...record, experiment_id: `20261123T055900Z-foreign-${count}` });
      }),
      { numRuns: 30 },
    );

    const answer = await laboratory.plan({ execution: 'arn:two', startedAt: '2026-11-23T12:00:00Z' });

    const reasoning = await validPlan(laboratory, answer);
    expect(JSON.stringify(reasoning.insights)).toContain(
      `${count} stored experiments do not fit the present schema`,
    );
  });

  it('newer than all own and more than planning looks at leave it its summary', async () => {
    const first = await laboratory.plan();
    await laboratory.measure(first);
    for (let index = 0; index < 60; index++)
      await laboratory.putRow({ campaign: CAMPAIGN, experiment_id: `zzz-${index}`, status: 'planned' });

    const answer = await laboratory.plan({ execution: 'arn:two', startedAt: '2026-11-23T12:00:00Z' });

    const { experiments } = await validPlan(laboratory, answer);
    const before = (await laboratory.reasoningOf(first)).experiments.map(({ spec_hash }) => spec_hash);
    expect(experiments.filter(({ spec_hash }) => before.includes(spec_hash))).toEqual([]);
  });

  it('that pass for records of an encoder nobody knows and of impossible figures are planned with, not on', async () => {
    const first = await laboratory.plan();
    await laboratory.measure(first);
    const [planned] = (await laboratory.reasoningOf(first)).experiments;
    for (const [index, change] of [
      { spec: { ...planned?.spec, encoder: 'libmagic', parameters: { wand: 'elder' } } },
      { spec: { ...planned?.spec, parameters: { preset: 'warp', crf: HUGE } } },
      { expected_cpu_seconds: HUGE, expected_bitrate_mbps: HUGE },
    ].entries()) {
      const id = `20261123T060001Z-00000000-0${index + 1}`;
      await laboratory.putRow({
        ...{ campaign: CAMPAIGN, schema: 'codec-lab.record.v1', experiment_id: id },
        ...{ reasoning_id: '20261123T060001Z-00000000', status: 'succeeded', strategy: 'conventional' },
        ...{ source: 'rules', purpose: 'none', spec: planned?.spec, spec_hash: `${index}`.repeat(16) },
        ...{ clip_set: 'other', planned_at: '2026-11-23T06:00:01Z', finished_at: null, measurement: null },
        ...{
          expected_bd_rate: { p10: 1, p50: 2, p90: 3 },
          expected_bitrate_mbps: 1,
          expected_cpu_seconds: 1,
        },
        ...{ verdict: null, verdict_reason: null, failure: null, result_key: null },
        ...change,
      });
    }

    const answer = await laboratory.plan({ execution: 'arn:two', startedAt: '2026-11-23T12:00:00Z' });

    await validPlan(laboratory, answer);
  });
});

describe('what stands beside the history', () => {
  it('a summary that is none is made anew from the records', async () => {
    await laboratory.measure(await laboratory.plan());
    await laboratory.putRow({
      ...{ campaign: SYSTEM_PARTITIONS.summary, experiment_id: CAMPAIGN },
      ...{ version: 'many', counts: [], champion: 'me' },
    });

    const answer = await laboratory.plan({ execution: 'arn:two', startedAt: '2026-11-23T12:00:00Z' });

    const { root_cause } = await validPlan(laboratory, answer);
    expect(root_cause).not.toContain('nothing has been measured');
  });

  it.each([
    ['a control', { campaign: SYSTEM_PARTITIONS.control, experiment_id: CAMPAIGN, paused: 'perhaps' }],
    [
      'a month of the ledger',
      { campaign: SYSTEM_PARTITIONS.ledger, experiment_id: 'month#2026-11', total: '1' },
    ],
  ])('%s that is none is refused by name, with the field, and nothing is spent', async (_what, row) => {
    await laboratory.putRow(row);

    await expect(laboratory.plan()).rejects.toMatchObject({
      name: 'InvalidRecord',
      message: expect.stringMatching(/does not fit its schema: (paused|total|month)/),
    });
  });

  it("a reasoning under this execution's own id that is none is refused by name", async () => {
    const { reasoning_id } = await laboratory.plan({ input: { arms: 1 } });
    await laboratory.tables.client.send(
      new PutCommand({
        TableName: laboratory.tables.reasoning,
        Item: { campaign: CAMPAIGN, reasoning_id, hypothesis: 42 },
      }),
    );

    await expect(laboratory.plan({ input: { arms: 1 } })).rejects.toMatchObject({
      name: 'InvalidRecord',
      message: expect.stringContaining('the stored reasoning of this execution does not fit its schema'),
    });
  });

  it('a lock that never runs out, because it is none, is taken over', async () => {
    await laboratory.putRow({
      campaign: SYSTEM_PARTITIONS.lock,
      experiment_id: 'iteration',
      owner: 'nobody',
    });

    await validPlan(laboratory, await laboratory.plan());
  });

  it.each(['', '{', '[]', '{"encoders":[7]}'])(
    'capabilities that are %j count as not yet known',
    async (text) => {
      await laboratory.store.put('capabilities.json', text);

      const { risks } = await validPlan(laboratory, await laboratory.plan());
      expect(risks.join()).toContain('no task has reported yet what its ffmpeg can do');
    },
  );

  it.each([
    ['no object', 'text'],
    ['without an execution', { input: {}, started_at: '2026-11-23T06:00:00Z' }],
    ['started at no time', { input: {}, execution_id: 'arn:one', started_at: 'NaN' }],
  ])('an event that is %s is refused by name', async (_what, event) => {
    await expect(laboratory.planEvent(event)).rejects.toMatchObject({
      name: 'InvalidRecord',
      message: expect.stringContaining("the planner's event does not fit its schema"),
    });
  });
});
