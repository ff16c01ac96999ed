/**
 * An error that the workflow, the CLI and a person can tell apart by name. The message is one sentence with what
 * happened, the value and the remedy; Step Functions matches `name` in Retry and Catch.
 */
export class NamedError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** The workflow's input breaks the contract; the message says which field and what is allowed. */
export class InvalidRunInputError extends NamedError {
  constructor(message: string) {
    super('InvalidRunInput', message);
  }
}

/** The deployment or local settings are out of range. */
export class InvalidSettingsError extends NamedError {
  constructor(message: string) {
    super('InvalidSettings', message);
  }
}

/** A required environment variable is absent or empty. */
export class MissingEnvironmentError extends NamedError {
  constructor(variable: string) {
    super(
      'MissingEnvironment',
      `environment variable ${variable} is not set: the stack or the local machine sets it, so this program was started by hand without it`,
    );
  }
}

/** An experiment that the workflow names is not in the table. */
export class ExperimentNotFoundError extends NamedError {
  constructor(campaign: string, experimentId: string) {
    super(
      'ExperimentNotFound',
      `no experiment ${experimentId} in campaign ${campaign}: it was never planned, or the tables are not those of the planner`,
    );
  }
}

/** An artifact that must exist is absent. */
export class ArtifactNotFoundError extends NamedError {
  constructor(key: string, options?: ErrorOptions) {
    super('ArtifactNotFound', `no artifact ${key} in the store`, options);
  }
}

/** An artifact is larger than its reader takes; nothing of it was read. */
export class ArtifactTooLargeError extends NamedError {
  constructor(key: string, bytes: number, most: number) {
    super('ArtifactTooLarge', `artifact ${key} has ${bytes} bytes; at most ${most} are read`);
  }
}

/** A stored item does not fit its schema; it was written by another version or by hand. */
export class InvalidRecordError extends NamedError {
  constructor(what: string, detail: string) {
    super('InvalidRecord', `${what} does not fit its schema: ${detail}`);
  }
}

/** A summary that other writers kept changing; the record itself is stored, and a retry or the conclusion counts it in. */
export class SummaryContendedError extends NamedError {
  constructor(campaign: string, tries: number) {
    super(
      'SummaryContended',
      `the summary of campaign ${campaign} was changed by others at each of ${tries} tries: run the same step again, it counts nothing twice`,
    );
  }
}

/** Tables that left part of a read undone at every try. */
export class TablesThrottledError extends NamedError {
  constructor(tables: readonly string[]) {
    super(
      'TablesThrottled',
      `tables ${tables.join(', ')} left keys unread at every try: run the same step again`,
    );
  }
}
