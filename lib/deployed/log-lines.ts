import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Deployment, LogSource } from './deployment.ts';

/** A line of a log. */
export interface LogLine {
  readonly id: string;
  readonly at: Date;
  readonly source: LogSource;
  readonly text: string;
}

export interface LogQuery {
  readonly source: LogSource;
  readonly from: Date;
  readonly until?: Date | undefined;
  /** In the syntax of CloudWatch Logs' filter patterns. */
  readonly pattern?: string | undefined;
}

/** Lines of one log in the order of time. A log that nobody has written to yet has none. */
export async function logLines(
  { logs, logGroups }: Pick<Deployment, 'logs' | 'logGroups'>,
  { source, from, until, pattern }: LogQuery,
): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: logGroups[source],
        startTime: from.getTime(),
        endTime: until?.getTime(),
        filterPattern: pattern,
        nextToken,
      }),
    );
    for (const { eventId = '', timestamp = 0, message = '' } of page.events ?? [])
      lines.push({ id: eventId, at: new Date(timestamp), source, text: message.trimEnd() });
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines.sort((a, b) => a.at.getTime() - b.at.getTime());
}
