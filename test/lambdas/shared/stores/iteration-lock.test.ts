import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, holdsLock, releaseLock } from '../../../../lambdas/shared/stores/iteration-lock.ts';
import { type StartedTables, startTables } from '../../../support/tables.ts';

let started: StartedTables;
beforeEach(async () => {
  started = await startTables();
});
afterEach(() => started.stop());

const MINUTES = 330;
const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 6, minute));
const acquire = (owner: string, minute: number) => acquireLock(started.tables, owner, at(minute), MINUTES);
const release = (owner: string) => releaseLock(started.tables, owner);

describe('the iteration lock', () => {
  it('has one owner, and tells others who and until when', async () => {
    expect(await acquire('one', 0)).toEqual({ acquired: true });

    expect(await acquire('two', 1)).toEqual({
      acquired: false,
      holder: 'one',
      expiresAt: at(MINUTES).toISOString(),
    });
  });

  it('goes to exactly one of many that want it at once', async () => {
    const attempts = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((owner) => acquire(owner, 0)));

    expect(attempts.filter((attempt) => attempt.acquired)).toHaveLength(1);
  });

  it('is taken again by its owner, as a redrive does', async () => {
    await acquire('one', 0);

    expect(await acquire('one', 5)).toEqual({ acquired: true });
  });

  it('is free after its owner gave it back, and not after somebody else did', async () => {
    await acquire('one', 0);

    expect(await release('two')).toBe(false);
    expect(await acquire('two', 1)).toMatchObject({ acquired: false });
    expect(await release('one')).toBe(true);
    expect(await acquire('two', 2)).toEqual({ acquired: true });
  });

  it('is taken over once it has expired, and then its former owner cannot give it back', async () => {
    await acquire('one', 0);

    expect(await acquire('two', MINUTES)).toMatchObject({ acquired: false });
    expect(await acquire('two', MINUTES + 1)).toEqual({ acquired: true });
    expect(await release('one')).toBe(false);
  });

  it('tells whose it is: of its owner until that gave it back or another took it', async () => {
    const holders = async () => [
      await holdsLock(started.tables, 'one'),
      await holdsLock(started.tables, 'two'),
    ];
    expect(await holders()).toEqual([false, false]);
    await acquire('one', 0);
    expect(await holders()).toEqual([true, false]);
    await acquire('two', MINUTES + 1);
    expect(await holders()).toEqual([false, true]);
    await release('two');
    expect(await holders()).toEqual([false, false]);
  });

  it('can be given back when nobody ever took it', async () => {
    expect(await release('one')).toBe(false);
  });
});
