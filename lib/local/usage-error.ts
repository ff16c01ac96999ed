import { NamedError } from '../../lambdas/shared/errors.ts';

/** What a person typed cannot be carried out; the command ends with exit code 2. */
export class UsageError extends NamedError {
  constructor(message: string) {
    super('Usage', message);
  }
}
