import type { Environment } from '../../shared/environment.ts';
import type { Finding, PlanningContext, Proposal } from '../planning.ts';
import { askForPlan } from './plan-turns.ts';
import { promptOf } from './prompt/prompt.ts';
import { openMessages } from './service/client.ts';
import { type ExchangeKeeper, ExchangeLog } from './service/exchange-log.ts';
import { type Clocks, openSession } from './service/session.ts';
import { shorten } from './shorten.ts';
import type { LlmUse } from './use.ts';
import { type Research, research } from './web/research.ts';

export type { ExchangeKeeper } from './service/exchange-log.ts';
export type { LlmUse } from './use.ts';

/** A plan by Claude, or why planning has to go by the rules; `use` counts every answer that was or may have been paid. */
export type LlmAnswer =
  | { readonly kind: 'plan'; readonly proposal: Proposal; readonly use: LlmUse }
  | { readonly kind: 'fallback'; readonly reason: string; readonly use: LlmUse };

/** What asking needs from outside. */
export interface Asking extends Partial<Clocks> {
  /** API key; empty where requests to Bedrock are signed instead. */
  readonly key: string;
  readonly environment: Environment;
  /** Where the exchange is kept; absent: nowhere. */
  readonly keeper?: ExchangeKeeper | undefined;
  /** Limit over all calls and waits. */
  readonly wholePlanMilliseconds?: number;
}

/**
 * Time for a whole plan, research, retries and repair included. Below the planner's 15 minutes with room for the rules,
 * because the SDK waits as long as a server asks it to.
 */
const WHOLE_PLAN_MILLISECONDS = 12 * 60_000;

const NO_RESEARCH: Research = { notes: '', sources: [], fault: null };

/**
 * Asks Claude for the next experiments, after a search of the web where the settings want one. An invalid plan is handed
 * back once with its faults. No failure of Claude is thrown; an error of this program is, and so is one of the store
 * that keeps the exchange.
 */
export async function askClaude(
  context: PlanningContext,
  findings: readonly Finding[],
  asking: Asking,
): Promise<LlmAnswer> {
  const { key, environment, keeper } = asking;
  const { llm } = context.settings;
  const head = { campaign: context.campaign, provider: llm.provider, model: llm.model, secret: key };
  const log = new ExchangeLog(head, keeper);
  const fallback = async (reason: string, sources: Research['sources'] = []): Promise<LlmAnswer> => {
    const told = shorten(key === '' ? reason : reason.replaceAll(key, '(key)'), 600);
    await log.ended(told);
    return { kind: 'fallback', reason: told, use: log.use(sources) };
  };

  const messages = openMessages(llm, key, environment);
  if (typeof messages === 'string') return fallback(messages);
  const prompt = promptOf(context, findings);
  if (prompt.bounds.encoders.length === 0)
    return fallback('no encoder is at hand that Claude could plan for');
  const { now = () => new Date(), milliseconds = () => performance.now() } = asking;
  const session = openSession(messages, llm, log, { now, milliseconds });
  const signal = AbortSignal.timeout(asking.wholePlanMilliseconds ?? WHOLE_PLAN_MILLISECONDS);
  const web = llm.web_search.enabled ? await research(session, prompt, llm, signal) : NO_RESEARCH;
  const plan = await askForPlan({ session, log, prompt, web, llm, signal });
  if ('reason' in plan) return fallback(plan.reason, web.sources);
  await log.ended('plan');
  return { kind: 'plan', proposal: withWebFault(plan.proposal, web), use: log.use(web.sources) };
}

/** A search that failed is told, so that nobody takes a plan without it for one that knows the literature. */
function withWebFault(proposal: Proposal, { fault }: Research): Proposal {
  if (fault === null) return proposal;
  const risk = shorten(`planned without all that a web search was to bring: ${fault}`, 400);
  return { ...proposal, risks: [risk, ...proposal.risks].slice(0, 8) };
}
