/** `ECONNREFUSED` and the like, which sit at the end of a chain of causes; else the name of the error. */
export function faultCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? faultCode(error.cause) : error.name;
}
