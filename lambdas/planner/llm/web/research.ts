import type { ContentBlockParam, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { LabSettings } from '../../../shared/settings.ts';
import { researchBound } from '../cost/expected-cost.ts';
import type { WebNotes } from '../prompt/instructions.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { replyText } from '../service/reply.ts';
import type { Session } from '../service/session.ts';
import { shorten } from '../shorten.ts';
import { RESEARCH_INSTRUCTIONS, researchTurn } from './research-instructions.ts';
import {
  CONTINUATIONS,
  NOTES_CHARACTERS,
  RESEARCH_MILLISECONDS,
  RESEARCH_TOKENS,
} from './research-limits.ts';
import { searchErrors, webSources } from './web-sources.ts';

/** What the web had to say; text of others, all of it. */
export interface Research extends WebNotes {
  /** Why there is nothing, or less than there might be; null for no fault. */
  readonly fault: string | null;
}

/**
 * Lets the model search the web with the API's own tool, in a question by itself: a schema for the answer and the
 * citations that a search brings do not go together. A failure leaves planning without notes, it does not end it.
 */
export async function research(
  ask: Session,
  prompt: Prompt,
  llm: LabSettings['llm'],
  signal: AbortSignal,
): Promise<Research> {
  const { max_uses, allowed_domains } = llm.web_search;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(RESEARCH_MILLISECONDS)]);
  const messages: MessageParam[] = [{ role: 'user', content: researchTurn(prompt.outline) }];
  const found: Research[] = [];
  let searches = max_uses;
  for (let turn = 0; turn <= CONTINUATIONS && searches > 0; turn++) {
    const { reply, reason } = await ask(
      'research',
      {
        max_tokens: RESEARCH_TOKENS,
        system: RESEARCH_INSTRUCTIONS,
        thinking: { type: 'adaptive' },
        output_config: { effort: llm.effort },
        tools: [
          {
            type: 'web_search_20260318',
            name: 'web_search',
            max_uses: searches,
            ...(allowed_domains.length > 0 && { allowed_domains }),
          },
        ],
        messages: [...messages],
      },
      researchBound(llm, prompt, turn),
      limit,
    );
    if (reply === undefined) return merged([...found, { notes: '', sources: [], fault: reason }]);
    const stopped = STOPPED[reply.stop_reason ?? ''];
    const fault = stopped === undefined ? `it stopped (${reply.stop_reason ?? 'no reason'})` : stopped;
    if (reply.stop_reason === 'refusal') return merged([...found, { notes: '', sources: [], fault }]);
    const errors = searchErrors(reply.content);
    found.push({
      notes: replyText(reply),
      sources: webSources(reply.content),
      fault: fault ?? (errors.length > 0 ? `searches failed (${errors.join(', ')})` : null),
    });
    if (reply.stop_reason !== 'pause_turn') break;
    // A paused turn goes back as it came; there is no turn of the user's between.
    messages.push({ role: 'assistant', content: reply.content as unknown as ContentBlockParam[] });
    searches -= reply.usage.server_tool_use?.web_search_requests ?? 0;
  }
  return merged(found);
}

/** Stop reasons after which notes can be used, with the fault that remains. */
const STOPPED: Readonly<Record<string, string | null>> = {
  end_turn: null,
  pause_turn: null,
  max_tokens: 'its notes were cut off',
};

function merged(parts: readonly Research[]): Research {
  const sources = parts.flatMap((part) => part.sources);
  return {
    notes: shorten(
      parts
        .map(({ notes }) => notes)
        .filter((notes) => notes !== '')
        .join('\n'),
      NOTES_CHARACTERS,
    ),
    sources: sources
      .filter(({ url }, index) => sources.findIndex((other) => other.url === url) === index)
      .slice(0, 20),
    fault: parts.findLast(({ fault }) => fault !== null)?.fault ?? null,
  };
}
