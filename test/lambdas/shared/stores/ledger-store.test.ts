import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyMonth, monthOf } from '../../../../lambdas/shared/ledger/entries.ts';
import { microUsd, usd } from '../../../../lambdas/shared/ledger/money.ts';
import { SYSTEM_PARTITIONS } from '../../../../lambdas/shared/names.ts';
import { commit, getMonth, listMonths, settle } from '../../../../lambdas/shared/stores/ledger-store.ts';
import { type StartedTables, startTables } from '../../../support/tables.ts';

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
});
afterAll(() => started.stop());

/** A month of its own for each test. */
let months = 0;
const freshMonth = () => new Date(Date.UTC(2030, months++, 15));
const caps = { llm: microUsd(20), total: microUsd(100) };

function commitment(id: string, dollars: number, now: Date, changes: object = {}) {
  const own = { id: `${monthOf(now)} ${id}`, kind: 'compute' as const, campaign: 'default' };
  return { ...own, amount: microUsd(dollars), now, caps, ...changes };
}
const monthAt = (now: Date) => getMonth(started.tables, monthOf(now));

describe('the ledger', () => {
  it('given fifty commitments at once that fit a cap only in part, takes as many as fit and never exceeds it', async () => {
    const now = freshMonth();
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, index) => commit(started.tables, commitment(`${index}`, 7, now))),
    );
    const month = await monthAt(now);
    expect(taken.filter(Boolean)).toHaveLength(14);
    expect(usd(month.total)).toBe(98);
    expect(Object.keys(month.open)).toHaveLength(14);
  });

  it('given the first commitments of a month at once, each made several times, takes every one', async () => {
    const now = freshMonth();
    const wanted = Array.from({ length: 12 }, (_, index) => commitment(`${index % 4}`, 1, now));
    const taken = await Promise.all(wanted.map((each) => commit(started.tables, each)));
    expect(taken).toEqual(wanted.map(() => true));
    expect(usd((await monthAt(now)).total)).toBe(4);
  });

  it('given any commitments and settlements at once, each possibly twice, keeps its sums and its caps', async () => {
    const amounts = fc.record({
      dollars: fc.integer({ min: 0, max: 30 }),
      llm: fc.boolean(),
      spent: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(amounts, { minLength: 1, maxLength: 12 }), async (all) => {
        const now = freshMonth();
        const wanted = all.map(({ dollars, llm }, index) =>
          commitment(`${index}`, dollars, now, { kind: llm ? 'llm' : 'compute' }),
        );
        const answers = await Promise.all([...wanted, ...wanted].map((each) => commit(started.tables, each)));
        const taken = wanted.filter((_, index) => answers[index]);
        const before = await monthAt(now);
        expect(before.total).toBeLessThanOrEqual(caps.total);
        expect(before.llm).toBeLessThanOrEqual(caps.llm);
        expect(before.total).toBe(taken.reduce((sum, { amount }) => sum + amount, 0));
        const spent = (index: number) => Math.floor((wanted[index]?.amount ?? 0) * (all[index]?.spent ?? 0));
        const settlements = wanted.map(({ id }, index) => ({ id, amount: spent(index), now }));
        await Promise.all([...settlements, ...settlements].map((each) => settle(started.tables, each)));
        const after = await monthAt(now);
        const expected = wanted.reduce(
          (sum, each, index) => sum + (taken.includes(each) ? spent(index) : 0),
          0,
        );
        expect(after).toMatchObject({ total: expected, open: {} });
        expect(after.spent_llm + after.spent_compute).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('given a commitment of one month that is settled in the next, counts it where it was made', async () => {
    const [one, next] = [freshMonth(), freshMonth()];
    await commit(started.tables, commitment('late', 5, one));
    await settle(started.tables, { id: commitment('late', 5, one).id, amount: microUsd(3), now: next });
    expect(usd((await monthAt(one)).spent_compute)).toBe(3);
    expect((await monthAt(next)).total).toBe(0);
  });

  it('given a settlement of which a part is for storage, keeps the two apart, once', async () => {
    const now = freshMonth();
    const own = commitment('stored', 5, now);
    await commit(started.tables, own);
    const settlement = { id: own.id, amount: microUsd(3), storage: microUsd(0.5), now };
    await Promise.all([1, 2].map(() => settle(started.tables, settlement)));
    expect(await monthAt(now)).toMatchObject({
      ...{ total: microUsd(3), spent_compute: microUsd(2.5), spent_storage: microUsd(0.5), open: {} },
    });
  });

  it('given a month of an earlier version, has spent nothing on storage in it', async () => {
    const month = '2029-01';
    const { spent_storage: _none, ...earlier } = emptyMonth(month);
    const Item = { campaign: SYSTEM_PARTITIONS.ledger, experiment_id: `month#${month}`, ...earlier };
    await started.tables.client.send(new PutCommand({ TableName: started.tables.experiments, Item }));
    const now = new Date(`${month}-05T00:00:00Z`);
    expect((await monthAt(now)).spent_storage).toBe(0);
    await commit(started.tables, commitment('first', 1, now));
    const { id } = commitment('first', 1, now);
    await settle(started.tables, { id, amount: microUsd(1), storage: microUsd(1), now });
    expect(await monthAt(now)).toMatchObject({ spent_storage: microUsd(1), spent_compute: 0 });
  });

  it('given a retry after the settlement, sets nothing aside again', async () => {
    const now = freshMonth();
    await commit(started.tables, commitment('again', 5, now));
    await settle(started.tables, { id: commitment('again', 5, now).id, amount: microUsd(4), now });
    expect(await commit(started.tables, commitment('again', 5, now))).toBe(true);
    expect(await monthAt(now)).toMatchObject({ total: microUsd(4), open: {} });
  });

  it('given a commitment that a cap refused, says so in its entry, and takes it once there is room', async () => {
    const now = freshMonth();
    const refused = commitment('refused', 60, now);
    const first = commitment('first', 50, now);
    await commit(started.tables, first);
    const entry = async () => {
      const Key = { campaign: SYSTEM_PARTITIONS.ledger, experiment_id: `entry#${refused.id}` };
      return (
        await started.tables.client.send(new GetCommand({ TableName: started.tables.experiments, Key }))
      ).Item;
    };

    expect(await commit(started.tables, refused)).toBe(false);
    expect(await entry()).toMatchObject({ status: 'refused' });
    await settle(started.tables, { id: refused.id, amount: microUsd(60), now });
    expect(await entry()).toMatchObject({ status: 'refused' });
    await settle(started.tables, { id: first.id, amount: microUsd(1), now });
    expect(await commit(started.tables, refused)).toBe(true);
    expect(await entry()).toMatchObject({ status: 'committed' });
    expect(await monthAt(now)).toMatchObject({ total: microUsd(61), open: { [refused.id]: {} } });
  });

  it('given caps of zero, takes what is free and nothing else', async () => {
    const now = freshMonth();
    const none = { caps: { llm: 0, total: 0 } };
    expect(await commit(started.tables, commitment('free', 0, now, none))).toBe(true);
    expect(await commit(started.tables, commitment('dear', 0.000001, now, none))).toBe(false);
  });

  it('given a settlement of what was never committed, changes nothing', async () => {
    const now = freshMonth();
    await settle(started.tables, { id: 'nobody', amount: microUsd(9), now });
    expect((await monthAt(now)).total).toBe(0);
  });

  it('lists its months, oldest first', async () => {
    const all = (await listMonths(started.tables)).map(({ month }) => month);
    expect(all).toEqual(all.toSorted());
    expect(all.length).toBeGreaterThan(3);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses an amount of %s', (amount) => {
    expect(() => microUsd(amount)).toThrow('no amount that the ledger can hold');
  });
});
