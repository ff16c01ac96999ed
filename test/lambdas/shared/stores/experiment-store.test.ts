import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  getExperiment,
  markRunning,
  putPlannedExperiment,
  putSpecMarker,
  putTerminalExperiment,
  recentExperiments,
  recordedSpecs,
} from '../../../../lambdas/shared/stores/experiment-store.ts';
import { type StartedTables, startTables } from '../../../support/tables.ts';
import { givenPlanned, givenSuccess } from '../../recorder/given.ts';

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
});
afterAll(() => started.stop());

/** Each test has a campaign of its own in the same table. */
let campaigns = 0;
const inNewCampaign = () => {
  campaigns += 1;
  const campaign = `campaign-${campaigns}`;
  const planned = (index = 0) => ({ ...givenPlanned(index), campaign });
  const succeeded = (index = 0) => ({ ...givenSuccess(index, -6), campaign });
  const stored = (index = 0) => getExperiment(started.tables, campaign, planned(index).experiment_id);
  const start = (index = 0) => markRunning(started.tables, campaign, planned(index).experiment_id);
  return { campaign, planned, succeeded, stored, start };
};

describe('an experiment goes forward only', () => {
  it('is planned, running, terminal', async () => {
    const { planned, succeeded, stored, start } = inNewCampaign();

    await putPlannedExperiment(started.tables, planned());
    expect(await stored()).toEqual(planned());
    expect(await start()).toBe(true);
    expect(await stored()).toEqual({ ...planned(), status: 'running' });
    expect(await putTerminalExperiment(started.tables, succeeded())).toBe(true);
    expect(await stored()).toEqual(succeeded());
  });

  it('is planned once: a second plan leaves a running one as it is', async () => {
    const { planned, stored, start } = inNewCampaign();
    await putPlannedExperiment(started.tables, planned());
    await start();

    await putPlannedExperiment(started.tables, planned());

    expect((await stored())?.['status']).toBe('running');
  });

  it('starts again after a retry, but neither after its end nor unplanned', async () => {
    const { planned, succeeded, start } = inNewCampaign();
    await putPlannedExperiment(started.tables, planned(0));
    await putTerminalExperiment(started.tables, succeeded(1));

    expect([await start(0), await start(0), await start(1), await start(2)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('ends once: the first terminal record stays', async () => {
    const { succeeded, stored } = inNewCampaign();
    await putTerminalExperiment(started.tables, succeeded());

    const again = await putTerminalExperiment(started.tables, { ...succeeded(), verdict: 'suspect' });

    expect(again).toBe(false);
    expect((await stored())?.['verdict']).toBe('confirmed');
  });
});

describe('the history', () => {
  it('is newest first, limited, and shows rows that no longer fit the schema', async () => {
    const { campaign, planned, succeeded } = inNewCampaign();
    for (const index of [0, 1, 2, 3]) await putTerminalExperiment(started.tables, succeeded(index));
    const old = { ...planned(4), schema: 'codec-lab.record.v0' } as never;
    await putPlannedExperiment(started.tables, old);

    const { records, unreadable } = await recentExperiments(started.tables, campaign, 3);

    expect(records.map((record) => record.experiment_id)).toEqual(
      [3, 2].map((index) => planned(index).experiment_id),
    );
    expect(unreadable).toEqual([{ id: planned(4).experiment_id, reason: expect.stringContaining('schema') }]);
  });

  it('is empty for a campaign that never ran', async () => {
    expect(await recentExperiments(started.tables, 'never-ran', 50)).toEqual({ records: [], unreadable: [] });
  });
});

describe('spec markers', () => {
  it('tell which specs a campaign has recorded, not those of others', async () => {
    const { campaign } = inNewCampaign();
    const other = inNewCampaign().campaign;
    await putSpecMarker(started.tables, campaign, 'one', 'id-1');
    await putSpecMarker(started.tables, campaign, 'one', 'id-2');
    await putSpecMarker(started.tables, other, 'two', 'id-3');

    expect(await recordedSpecs(started.tables, campaign, ['one', 'one', 'two', 'three'])).toEqual(
      new Set(['one']),
    );
    expect(await recordedSpecs(started.tables, campaign, [])).toEqual(new Set());
  });
});
