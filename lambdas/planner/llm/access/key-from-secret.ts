/**
 * The API key inside a secret's text: the text itself, or the field `api_key` or `ANTHROPIC_API_KEY` of a JSON object.
 * Answers with the fault in words, which never repeat the secret, when there is none.
 */
export function keyFromSecret(text: string): { readonly key: string } | { readonly fault: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { fault: 'it is empty' };
  if (!trimmed.startsWith('{')) return checkedKey(trimmed);
  const fields = parseObject(trimmed);
  if (fields === undefined) return { fault: 'it starts like JSON but is none' };
  const value = fields['api_key'] ?? fields['ANTHROPIC_API_KEY'];
  if (typeof value !== 'string' || value.trim() === '') {
    return { fault: 'its JSON has no text in the field api_key or ANTHROPIC_API_KEY' };
  }
  return checkedKey(value.trim());
}

/** A key travels in an HTTP header, where anything but printable ASCII would break the request itself. */
function checkedKey(key: string): { readonly key: string } | { readonly fault: string } {
  return /^[\x21-\x7e]{1,1024}$/.test(key)
    ? { key }
    : { fault: 'it holds blanks, line breaks or other characters that no API key has' };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
