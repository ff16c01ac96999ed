/** What stands in for a Task state's resource: takes the state's effective input, gives its raw result. */
export type TaskHandler = (input: unknown) => Promise<unknown>;

/**
 * An error as Step Functions sees it.
 * @param name what Retry and Catch match.
 * @param cause text of `Cause`; AWS gives JSON here.
 */
export function taskError(name: string, cause: unknown): Error {
  return Object.assign(new Error(JSON.stringify(cause)), { name });
}
