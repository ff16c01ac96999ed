import type {
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  HistoryEvent,
} from '@aws-sdk/client-sfn';

/** Answers like Step Functions: in the order that is asked for, by pages, with a token where there is more. */
export function historyService(events: readonly HistoryEvent[]) {
  return ({
    reverseOrder = false,
    maxResults = 100,
    nextToken = '0',
  }: GetExecutionHistoryCommandInput): GetExecutionHistoryCommandOutput => {
    const ordered = reverseOrder ? events.toReversed() : events;
    const from = Number(nextToken);
    const to = from + maxResults;
    const more = to < ordered.length ? { nextToken: String(to) } : {};
    return { events: ordered.slice(from, to), ...more, $metadata: {} };
  };
}
