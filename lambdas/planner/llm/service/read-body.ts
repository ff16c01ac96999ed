/** Characters of an answer that are read: many times the longest that a model gives. */
const LONGEST_BODY = 8_000_000;

/** What came of reading a body; `text` is undefined when it broke off, hung or never ended. */
export interface Body {
  readonly text: string | undefined;
  /** Undefined where the text is no JSON. */
  readonly json: unknown;
}

/** The body of a response as text and JSON. Gives up when the signal does or the body exceeds all measure. */
export async function readBody(response: Response, signal: AbortSignal): Promise<Body> {
  const text = await readText(response, signal).catch(() => undefined);
  return { text, json: text === undefined ? undefined : parsed(text) };
}

async function readText({ body }: Response, signal: AbortSignal): Promise<string | undefined> {
  if (body === null) return '';
  const reader = body.pipeThrough(new TextDecoderStream(), { signal }).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > LONGEST_BODY) {
      await reader.cancel();
      return undefined;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
