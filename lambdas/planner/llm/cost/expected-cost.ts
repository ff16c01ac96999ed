import * as z from 'zod';
import type { LabSettings } from '../../../shared/settings.ts';
import { type Prompt, schemaOf } from '../prompt/prompt.ts';
import { CONTINUATIONS, NOTES_CHARACTERS, RESEARCH_TOKENS } from '../web/research-limits.ts';
import { answerUsd, type Paid } from './cost.ts';

type LlmSettings = LabSettings['llm'];

/** Bytes of JSON that make a token at least: figures and ids are split finely, words are not. */
const FEWEST_BYTES_PER_TOKEN = 1.5;
/** Tokens that the results of one search are taken for; not measured. */
const SEARCH_TOKENS = 25_000;
/** Tokens of the faults that a repair is told. */
const FAULT_TOKENS = 4000;
/** Tokens of what a question says beside its records. */
const TURN_TOKENS = 500;

/**
 * USD that one planning costs at most: a plan and its repair, each as long as it may be, and before them the research
 * where it is on. It settles far below, since few answers use up their tokens and most need no repair. Tokens are bounded
 * by the length of the prompt; the service has not been asked to count them.
 */
export function expectedLlmUsd(llm: LlmSettings, prompt: Prompt): number {
  const turns = llm.web_search.enabled ? Array.from({ length: CONTINUATIONS + 1 }, (_, turn) => turn) : [];
  const calls = [
    planBound(llm, prompt),
    repairBound(llm, prompt),
    ...turns.map((turn) => researchBound(llm, prompt, turn)),
  ];
  return calls.reduce((sum, bound) => sum + answerUsd(llm.model, bound), 0);
}

/** The most that the question for a plan is charged for. */
export function planBound({ max_tokens, web_search }: LlmSettings, prompt: Prompt): Paid {
  const schema = z.toJSONSchema(schemaOf(prompt));
  const question = mostTokens([prompt.system, prompt.records, schema]) + TURN_TOKENS;
  const notes = web_search.enabled ? NOTES_CHARACTERS : 0;
  return { input: question + notes, output: max_tokens, web_searches: 0 };
}

/** The same for its repair, which reads the first answer again. */
export function repairBound(llm: LlmSettings, prompt: Prompt): Paid {
  const plan = planBound(llm, prompt);
  return { ...plan, input: plan.input + llm.max_tokens + FAULT_TOKENS };
}

/** The same for a turn of the research, from 0; each later one reads those before it again. */
export function researchBound({ web_search: { max_uses } }: LlmSettings, prompt: Prompt, turn: number): Paid {
  return {
    input: mostTokens(prompt.outline) + 2 * TURN_TOKENS + max_uses * SEARCH_TOKENS + turn * RESEARCH_TOKENS,
    output: RESEARCH_TOKENS,
    web_searches: max_uses,
  };
}

function mostTokens(value: unknown): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(value)) / FEWEST_BYTES_PER_TOKEN);
}
