/** Ids under which an iteration's money is set aside; the same at every retry and for whoever settles. */
export const commitmentIds = {
  /** The language model's answers in one planning. */
  llm: (reasoningId: string) => `${reasoningId}/llm`,
  /** One experiment's task. */
  compute: (experimentId: string) => experimentId,
} as const;
