import { closeSync, readFileSync } from 'node:fs';
import { optional } from '../lambdas/shared/environment.ts';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';

/** Where the AWS SDK looks for the path that Fargate answers with the role's credentials. */
const SDK_VARIABLE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';

/**
 * Takes the path to the role's credentials from the pipe that entry.sh names, and gives it to the SDK. What a program sets
 * in its own environment after its start is not what /proc shows of it to others.
 * @param environment of the process; changed. Left alone where no pipe is named, as on a developer's machine.
 */
export function takeCredentialsPath(environment: NodeJS.ProcessEnv): void {
  const descriptor = optional(environment, ENVIRONMENT.credentialsPathDescriptor);
  if (descriptor === undefined) return;
  delete environment[ENVIRONMENT.credentialsPathDescriptor];
  environment[SDK_VARIABLE] = readFileSync(Number(descriptor), 'utf8').trim();
  closeSync(Number(descriptor));
}
