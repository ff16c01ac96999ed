import { type Asking, askClaude, type LlmAnswer } from '../../../../lambdas/planner/llm/ask-claude.ts';
import type { Finding, PlanningContext } from '../../../../lambdas/planner/planning.ts';
import { Exchange } from '../../../../lambdas/shared/exchange.ts';
import { type FakeClaude, type ScriptedAnswer, startFakeClaude } from '../../../support/fake-claude.ts';
import { planningSituation } from './planning-situation.ts';

export const KEY = 'sk-test-0123456789';

/** What one planning came to: the answer, the requests that the fake received, the exchange as it was kept last. */
export interface Asked {
  readonly answer: LlmAnswer;
  readonly requests: FakeClaude['requests'];
  readonly exchange: Exchange;
  /** The exchange at every time that it was kept, oldest first. */
  readonly kept: readonly Exchange[];
}

/** Asks a fake that plays this script, with the exchange kept in memory. */
export async function askFake(
  script: readonly [ScriptedAnswer, ...ScriptedAnswer[]],
  context: PlanningContext = planningSituation(),
  findings: readonly Finding[] = [],
  asking: Partial<Asking> = {},
): Promise<Asked> {
  await using fake = await startFakeClaude(...script);
  const kept: Exchange[] = [];
  const answer = await askClaude(context, findings, {
    key: KEY,
    environment: { ANTHROPIC_BASE_URL: fake.url },
    keeper: {
      key: 'reasoning/default/one/exchange.json',
      keep: async (text) => void kept.push(Exchange.parse(JSON.parse(text))),
    },
    ...asking,
  });
  const exchange = kept.at(-1);
  if (exchange === undefined) throw new Error('nothing was kept');
  return { answer, requests: [...fake.requests], exchange, kept };
}
