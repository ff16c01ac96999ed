import { Stack } from 'aws-cdk-lib';
import { type ILogGroup, QueryDefinition, QueryString, type QueryStringProps } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { METRICS } from '../lambdas/shared/names.ts';

/** What is asked of the logs again and again; `PASTE` stands for an id of the dashboard. */
const QUERIES: Readonly<Record<string, QueryStringProps>> = {
  'One run': line("run_id = 'PASTE'"),
  'One experiment': line("experiment_id = 'PASTE'"),
  Faults: { ...line("level = 'error'"), sort: '@timestamp desc' },
  'Declined runs': { ...line("decision = 'declined'"), sort: '@timestamp desc' },
  'Skipped runs': { ...line("decision = 'skipped'"), sort: '@timestamp desc' },
  'Experiments that failed': { ...line("status = 'failed'"), sort: '@timestamp desc' },
  'Cost of the model by day': {
    filterStatements: [`ispresent(${METRICS.llmCost})`],
    statsStatements: [`sum(${METRICS.llmCost}) as usd, count(*) as plans by bin(1d)`],
  },
};

function line(filter: string): QueryStringProps {
  return {
    fields: ['@timestamp', 'level', 'campaign', 'run_id', 'experiment_id', 'message'],
    // A task prints thousands of lines about its progress, which alone have a fraction.
    filterStatements: [filter, 'ispresent(message) and not ispresent(fraction)'],
    sort: '@timestamp asc',
    limit: 500,
  };
}

/** Queries of CloudWatch Logs Insights that are there when somebody needs them, over all programs at once. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, logGroups: readonly ILogGroup[]) {
    super(scope, id);
    for (const [name, query] of Object.entries(QUERIES))
      new QueryDefinition(this, name.replaceAll(' ', ''), {
        queryDefinitionName: `${Stack.of(this).stackName}/${name}`,
        queryString: new QueryString(query),
        logGroups: [...logGroups],
      });
  }
}
