/** Ids under which an iteration's money is set aside. */
export const commitmentIds = {
  /** One question to the language model. Each try of a planning asks anew and pays anew, so each is a commitment of its own. */
  llm: (reasoningId: string, askedAt: Date) => `${reasoningId}/llm/${askedAt.toISOString()}`,
  /** One experiment: the same at every retry and for whoever settles. */
  compute: (experimentId: string) => experimentId,
} as const;
