import type { CheckName } from '../../lambdas/shared/checks.ts';
import { NamedError } from '../../lambdas/shared/errors.ts';

/** A check caught what would have made a number untrue. */
export class CheckFailedError extends NamedError {
  readonly check: CheckName;

  /** @param detail one clause with the values seen. */
  constructor(check: CheckName, detail: string, options?: ErrorOptions) {
    super('CheckFailed', `the check ${check} failed: ${detail}`, options);
    this.check = check;
  }
}
