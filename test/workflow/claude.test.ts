import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Exchange } from '../../lambdas/shared/exchange.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { runIteration } from '../../lib/local/iteration.ts';
import { readLastReasoning } from '../../lib/local/read-iteration.ts';
import { claudeError, claudeMessage, type ScriptedAnswer, startFakeClaude } from '../support/fake-claude.ts';
import { freshFolder, openTestLaboratory } from './laboratory.ts';

const ANSWER = {
  root_cause: 'nothing has been measured yet',
  insights: [],
  hypothesis: 'libx264 needs about 40 % more bits than HEVC at equal quality',
  next_experiment: { approach: 'measure H.264 first', changes: ['libx264 at preset veryfast'] },
  risks: ['the clip is synthetic'],
  disagreements: [],
  regions: [],
  confidence_score: 0.7,
  experiments: [
    {
      encoder: 'libx264',
      parameters: [{ key: 'preset', value: 'veryfast' }],
      purpose: 'the H.264 baseline',
      expected_bd_rate: { p10: 20, p50: 40, p90: 60 },
      expected_bitrate_mbps: { p10: 0.3, p50: 0.5, p90: 0.8 },
      improvement_probability: 0.01,
    },
  ],
};

const cleanUp = new AsyncDisposableStack();
afterAll(() => cleanUp.disposeAsync());

/** A laboratory whose planner reaches a Claude that answers like this. */
async function withClaude(answer: ScriptedAnswer) {
  const { folder, remove } = freshFolder();
  cleanUp.defer(remove);
  const claude = cleanUp.use(await startFakeClaude(answer));
  const machine = { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_BASE_URL: claude.url };
  return { claude, folder, laboratory: cleanUp.use(await openTestLaboratory(folder, machine)) };
}

describe('an iteration with a Claude key', () => {
  it("runs what Claude planned and counts the call's cost", async () => {
    const { claude, folder, laboratory } = await withClaude(claudeMessage(ANSWER));
    const ending = await runIteration(laboratory, { name: 'claude', input: { arms: 1 } });

    expect(ending).toMatchObject({ kind: 'done' });
    expect(claude.requests).toHaveLength(1);
    const { records } = await recentExperiments(laboratory.tables, 'default', 5);
    expect(records).toMatchObject([
      {
        source: 'llm',
        status: 'succeeded',
        spec: { encoder: 'libx264', parameters: { preset: 'veryfast' } },
      },
    ]);
    const reasoning = await readLastReasoning(laboratory.tables, 'default');
    expect(reasoning).toMatchObject({ mode: 'llm', hypothesis: ANSWER.hypothesis, fallback_reason: null });
    const { months } = await getSummary(laboratory.tables, 'default');
    expect(Object.values(months)).toMatchObject([{ llm_usd: reasoning?.cost_usd, experiments: 1 }]);
    expect(reasoning?.cost_usd).toBeGreaterThan(0);

    // and the whole exchange lies where the reasoning says
    const path = join(folder, 'artifacts', reasoning?.exchange_key ?? '');
    const exchange = Exchange.parse(JSON.parse(await readFile(path, 'utf8')));
    expect(exchange).toMatchObject({ outcome: 'plan', cost_usd: reasoning?.cost_usd });
    expect(exchange.calls[0]?.request).toEqual(claude.requests[0]?.body);
    expect(JSON.stringify(exchange)).not.toContain('sk-test');
  });

  it('goes on by rules when Claude does not answer, and says why', async () => {
    const { laboratory } = await withClaude(claudeError(529, 'overloaded_error', 'Overloaded'));
    const ending = await runIteration(laboratory, { name: 'overloaded', input: { dryRun: true } });

    expect(ending).toMatchObject({
      plan: {
        decision: 'dry-run',
        plan: { mode: 'fallback', fallback_reason: expect.stringContaining('overloaded') },
      },
    });
  });
});
