/** A program and its arguments, as they are or as they become when they run isolated. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Where a program finds itself behind walls. */
export const INSIDE = { work: '/decode', home: '/decode-home', temporary: '/tmp' } as const;
