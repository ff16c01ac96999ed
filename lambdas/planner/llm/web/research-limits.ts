/** Tokens of an answer to the research question. */
export const RESEARCH_TOKENS = 4096;
/** How often a paused turn is taken up again. */
export const CONTINUATIONS = 2;
/** Characters of the notes that go into the planning question. */
export const NOTES_CHARACTERS = 8000;
/** Time for all of the research. */
export const RESEARCH_MILLISECONDS = 4 * 60_000;
