import type { Reply } from './reply.ts';

/** Why an answer that came is not complete, by its stop reason; undefined when it is. */
export function stopFault({ stop_reason, stop_details }: Reply, maxTokens: number): string | undefined {
  switch (stop_reason) {
    case 'end_turn':
      return undefined;
    case 'refusal': {
      const explanation = stop_details?.explanation ? `: ${stop_details.explanation}` : '';
      return `Claude declined to plan (refusal, category ${stop_details?.category ?? 'not given'})${explanation}`;
    }
    case 'max_tokens':
      return `Claude's answer was cut off at ${maxTokens} tokens: raise llm.max_tokens in the settings or plan fewer arms`;
    case 'model_context_window_exceeded':
      return "the question and its answer exceed the model's context window (model_context_window_exceeded): choose a model with a larger one";
    default:
      // No tool, stop sequence or long turn is asked for, so that none of the other reasons leaves a whole plan.
      return `Claude stopped without a complete answer (${stop_reason ?? 'no stop reason'})`;
  }
}
