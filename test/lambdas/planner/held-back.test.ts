import { expect, it } from 'vitest';
import { diagnose } from '../../../lambdas/planner/diagnosis/diagnose.ts';
import { reasoningRecord } from '../../../lambdas/planner/identify.ts';
import { promptOf } from '../../../lambdas/planner/llm/prompt/prompt.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { propose } from '../../../lambdas/planner/propose.ts';
import { terminalRecord } from '../../../lambdas/recorder/terminal-record.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { BdRates, ExperimentResult } from '../../../lambdas/shared/result.ts';
import type { ClipReference, ClipSet } from '../../../lambdas/shared/spec.ts';
import { givenScene } from '../../support/scene.ts';
import { bdRates, givenClipResult, givenResult } from '../recorder/given-result.ts';
import { planned } from './simulated-iterations.ts';
import { emptyContext, rowsOf, svtProposal, withRecords } from './simulated-world.ts';

/** Figures on clips that the planner must not see; no other of this test, nor the gap to the tune clips, has their digits. */
const HELD_BACK = { validate: -41.7317, sealed: -43.7317 } as const;
const SENTINEL = /\d[13]\.73|7317/;

const clip = (name: string, set: ClipSet): ClipReference => ({
  ...{ kind: 'stored', name, key: `campaigns/default/clips/${name}`, set },
});
const CLIPS = [
  clip('a.mkv', 'tune'),
  clip('b.mkv', 'tune'),
  clip('held.mkv', 'validate'),
  clip('secret.mkv', 'sealed'),
];

/** Features of a clip; of one that is held back, with the sentinel in each. */
function sceneOf({ set = 'tune' }: ClipReference, percent: number) {
  if (set === 'tune') return givenScene({ luminance: 99.5 });
  const figure = Math.abs(percent);
  return givenScene({
    ...{ luminance: figure, flat_share: figure, noise_sigma: figure },
    spatial_information: { max: figure, mean: figure },
    temporal_information: { max: figure, mean: figure },
  });
}

/** A result as the task leaves it, with the sentinel in every figure of validate and sealed clips. */
function resultOf(row: ExperimentRecord, tunePercent: number): ExperimentResult {
  const rateOf = ({ set }: ClipReference) =>
    set === 'validate' || set === 'sealed' ? HELD_BACK[set] : tunePercent;
  const set = (bd_rate: BdRates, percent: number) => ({
    ...{ clips: 1, bd_rate, bd_rate_strong: bd_rate, worst_clip: { name: 'w', percent } },
    interval: { low: percent, high: percent, method: 'paired-t' as const },
  });
  return givenResult(row, {
    clips: row.spec.clips.map((each) => ({
      ...givenClipResult(each, rateOf(each), Math.abs(rateOf(each)), sceneOf(each, rateOf(each))),
      bd_rate_strong: bdRates(rateOf(each)),
    })),
    bd_rate: bdRates(tunePercent),
    sets: {
      tune: set(bdRates(tunePercent), tunePercent),
      validate: set(bdRates(HELD_BACK.validate), HELD_BACK.validate),
      sealed: set(bdRates(HELD_BACK.sealed), HELD_BACK.sealed),
    },
    agreement: { verdict: 'better', sentence: 'both families say better' },
    fingerprint: row.experiment_id,
  });
}

/** A campaign whose champion was validated, stood a whole iteration and is confirmed by the newest experiment. */
function givenHistory(): PlanningContext {
  let context = emptyContext({}, { clips: CLIPS });
  for (const [index, [preset, tunePercent, confirm]] of (
    [
      [8, -20, false],
      [10, -8, false],
      [8, -20, true],
      [9, -14, false],
    ] as const
  ).entries()) {
    const proposal = svtProposal(preset);
    const experiments = proposal.experiments.map((each) =>
      confirm ? { ...each, confirm: true as const } : each,
    );
    const rows = rowsOf(context, { ...proposal, experiments }, index).map((row) =>
      terminalRecord(row, {
        found: { kind: 'result', result: resultOf(row, tunePercent) },
        taskFailure: undefined,
        others: [],
        now: context.now,
      }),
    );
    context = withRecords({ ...context, clipSet: rows[0]?.clip_set ?? '' }, rows);
  }
  return context;
}

it('nothing that the planner reads, writes or asks a model holds a figure of validate or sealed clips', async () => {
  const context = givenHistory();
  // They are there: the recorder has them, and the champion stands on them.
  expect(JSON.stringify(context.history)).toMatch(/41\.73/);
  expect(context.summary.champion).toMatchObject({
    validate: [{ clip: 2, psnr_yuv: -41.732 }],
    confirmed_by: expect.any(String),
  });
  expect(JSON.stringify(context.history)).not.toMatch(/43\.73/);

  const findings = diagnose(context);
  const prompts: string[] = [];
  const byRules = await planned(context);
  await propose(context, {
    findKey: async () => ({ key: 'test' }),
    ask: async (seen, found) => {
      prompts.push(promptOf(seen, found).records);
      return {
        kind: 'fallback',
        reason: 'overloaded',
        use: { model: 'm', input_tokens: 1, output_tokens: 1, cost_usd: 0 },
      };
    },
    recorded: async () => new Set(),
  });
  const reasoning = reasoningRecord(
    context,
    byRules,
    { mode: 'fallback', use: undefined, fallbackReason: null },
    { reasoningId: '20261124T000000Z-00000000', executionId: 'arn:next' },
  );

  expect(prompts).toHaveLength(1);
  expect(prompts[0]).toContain('"bd_rate_percent":-20');
  expect(prompts[0]).toContain('"luminance":99.5');
  expect(context.summary.scenes?.clips.map(({ name }) => name)).toEqual(['a.mkv', 'b.mkv']);
  for (const text of [...prompts, JSON.stringify(findings), JSON.stringify(reasoning)])
    expect(SENTINEL.exec(text)).toBeNull();
  expect(prompts[0]).not.toMatch(/held\.mkv|secret\.mkv/);
});
