import type { WriteStream } from 'node:tty';

/** Where a command's words go. */
export interface Terminal {
  readonly stream: NodeJS.WriteStream;
  /** Whether a person watches and lines can be rewritten. */
  readonly isLive: boolean;
  /** Characters of a line. */
  readonly columns: number;
  say(text: string): void;
}

/** Width for outputs that have none, such as a file. */
const COLUMNS_ELSEWHERE = 120;

export function terminal(stream: NodeJS.WriteStream): Terminal {
  const { isTTY, columns } = stream as WriteStream;
  return {
    stream,
    isLive: isTTY === true,
    columns: columns > 0 ? columns : COLUMNS_ELSEWHERE,
    say: (text) => void stream.write(`${text}\n`),
  };
}
