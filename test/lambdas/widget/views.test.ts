import { describe, expect, it } from 'vitest';
import { emptySummary } from '../../../lambdas/shared/summary.ts';
import { givenSuccess, REASONING_ID } from '../recorder/given.ts';
import {
  givenExperiments,
  givenIteration,
  givenSpending,
  givenSummary,
  printed,
  shown,
  started,
} from './widget-ground.ts';

const span = (start: string, end: string) => ({ start: Date.parse(start), end: Date.parse(end) });
const at = (timeRange: object) => ({ widgetContext: { theme: 'light', timeRange } });

describe('the widget of runs', () => {
  it('shows when the last ones started, what they came to, and when the next one starts', async () => {
    await givenIteration();
    await givenIteration({ reasoning_id: '20261123T080000Z-00000000', outcome: null });
    const page = await shown({ view: 'runs', startHours: [0, 6, 12, 18] });
    expect(page).toContain('Next run 2026-11-23 12:00 UTC, in 3 h 0 min.');
    expect(page).toMatch(/at work, or ended from outside.*20261123T080000Z-00000000.*confirmed/s);
  });

  it('says that nothing starts by itself where the schedule is off', async () => {
    expect(await shown({ view: 'runs' })).toContain('The schedule is off');
  });
});

describe('the widget of reasoning', () => {
  it('shows root cause, insights with their evidence, hypothesis, and each forecast beside its outcome', async () => {
    await givenIteration();
    await givenExperiments();

    const page = await shown({ view: 'reasoning' });

    for (const text of ['no baseline yet', 'slower presets save bits', 'a slower preset saves bits'])
      expect(page).toContain(text);
    expect(page).toContain('20261122T180000Z-00000000-01');
    expect(page).toContain('-8.0 (-12.0 to -3.0)');
    expect(page).toMatch(/-6\.0<\/td><td class="good">within.*\+4\.0<\/td><td class="bad">outside/s);
    expect(page).toContain('Outcome: confirmed. one arm saved 6 percent');
    expect(page).toContain('Last updated 2026-11-23 09:00 UTC');
  });

  it('shows the iteration of the time that the dashboard shows, and what a person has zoomed into before that', async () => {
    await givenIteration({ reasoning_id: '20261110T060000Z-1a2b3c4d', hypothesis: 'an older idea' });
    await givenIteration();
    const november10 = span('2026-11-10T00:00:00Z', '2026-11-10T12:00:00Z');

    expect(await shown(at(november10))).toMatch(/Hypothesis<\/h4><p>an older idea/);
    expect(await shown(at(november10))).not.toContain('a slower preset');
    const zoomed = { ...span('2026-11-01T00:00:00Z', '2026-11-30T00:00:00Z'), zoom: november10 };
    expect(await shown(at(zoomed))).toMatch(/Hypothesis<\/h4><p>an older idea/);
    const whole = await shown(at(span('2026-11-01T00:00:00Z', '2026-11-30T00:00:00Z')));
    expect(whole).toMatch(/Hypothesis<\/h4><p>a slower preset.*Before that.*an older idea/s);
    expect(await shown(at(span('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z')))).toContain(
      'Widen the dashboard',
    );
  });

  it('shows nine iterations of many', async () => {
    for (let day = 1; day <= 12; day += 1)
      await givenIteration({ reasoning_id: `202611${String(day).padStart(2, '0')}T060000Z-1a2b3c4d` });

    const page = await shown(at(span('2026-11-01T00:00:00Z', '2026-11-30T00:00:00Z')));

    expect(page.split('Before that')[1]?.match(/<tr><td/g)).toHaveLength(8);
  });
});

describe('the widget of calibration', () => {
  it('draws what was predicted against what was measured, without suspect records', async () => {
    await givenExperiments([
      givenSuccess(0, -6),
      givenSuccess(1, 4),
      givenSuccess(2, -90, { verdict: 'suspect' }),
    ]);
    const page = await shown({ view: 'calibration' });
    expect(page).toContain('1 of 2 BD-rates');
    expect(page.match(/<circle class="(in|out)side"/g)).toEqual([
      '<circle class="outside"',
      '<circle class="inside"',
    ]);
    expect(page).toContain(`${REASONING_ID}-01: forecast -8.0, measured -6.0`);
    expect(page).not.toContain('measured -90');
  });

  it('says how many forecasts held, with an interval that is wide for few', async () => {
    const form = { brier: 0.2, pinball: 1.5, covered: 3, bitrate_pinball: 0.1 };
    const tally = { measured: 4, improvements: 4, improved: 2, bitrates: 4, raw: form, calibrated: form };
    await givenSummary({
      ...emptySummary(),
      calibration: { sources: { llm: tally }, strategies: {}, errors: {} },
    });
    // Wilson's interval of 3 of 4, by hand: (0.75 + 0.4802) / 1.9604 -+ 0.9998 x sqrt(0.75 x 0.25 / 4 + 0.06) give 30 to 95 %.
    expect(await shown({ view: 'calibration' })).toContain('3 of 4, 75 % (30 % to 95 %)');
  });
});

describe('the widget of the ledger', () => {
  it('holds what is spent and set aside against the caps', async () => {
    await givenSpending('plan', 'llm', 3_000_000, 2_000_000);
    await givenSpending('arm', 'compute', 8_000_000);
    const page = await shown({ view: 'ledger' });
    expect(page).toContain('<b>10.00 of 100.00 USD</b> (10 %), 8.00 of it set aside');
    expect(page).toContain('<b>2.00 of 20.00 USD</b> (10 %), 0.00 of it set aside');
    expect(page).toContain('class="spent" style="width:2.0%"');
    expect(page).toContain('<td>2026-11</td>');
  });

  it('says that nothing was spent before the first iteration', async () => {
    expect(await shown({ view: 'ledger' })).toContain('Nothing has been spent');
  });
});

describe('every widget', () => {
  it.each(['runs', 'reasoning', 'calibration', 'ledger'])(
    'says in a sentence why %s cannot be read, and logs it',
    async (view) => {
      started.tables.client.destroy();
      started.tables.client.middlewareStack.add(() => () => Promise.reject(new Error('no <way> in')), {
        step: 'initialize',
      });
      const page = await shown({ view });
      expect(page).toContain('This widget could not read the tables (Error: no &lt;way&gt; in).');
      expect(JSON.parse(printed[0] ?? '')).toMatchObject({ level: 'error', view, campaign: 'default' });
    },
  );

  it('says what is wrong with its parameters', async () => {
    expect(await shown({ view: 'weather' })).toContain('view is one of runs, reasoning, calibration, ledger');
  });

  it('describes itself to the editor, whatever else it is called with', async () => {
    expect(await shown({ describe: true })).toContain('view: runs | reasoning | calibration | ledger');
  });

  it('has other colours on a dark console, and light ones where it is not told', async () => {
    const dark = await shown({ view: 'ledger', widgetContext: { theme: 'dark' } });
    const light = await shown({ view: 'ledger', widgetContext: { theme: 'light' } });
    expect(dark).not.toBe(light);
    expect(await shown({ view: 'ledger', widgetContext: { theme: 'blue' } })).toBe(light);
    // All widgets of a dashboard share one document: a rule for one theme must not reach what has another.
    const rules = (page: string) =>
      page.match(/^[^\n{]+(?=\{)/gm)?.map((rule) => rule.replace('<style>', ''));
    expect(rules(dark)?.filter((rule) => rules(light)?.includes(rule))).toEqual([]);
    expect(await shown({ view: 'weather', widgetContext: { theme: 'dark' } })).toContain('codec-lab-dark');
  });
});
