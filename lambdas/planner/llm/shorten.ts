/** Text of at most `length` characters; a longer one ends with three dots. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
