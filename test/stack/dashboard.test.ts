import { describe, expect, it } from 'vitest';
import { embeddedMetrics } from '../../lambdas/shared/embedded-metrics.ts';
import { RunInput } from '../../lambdas/shared/workflow.ts';
import { only, template } from './synthesised.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly metrics?: readonly unknown[];
  };
}

/** The body with references as text, since only widgets are looked at. */
function widgets(): Widget[] {
  const [, parts] = only('AWS::CloudWatch::Dashboard').Properties.DashboardBody['Fn::Join'];
  const body = parts.map((part: unknown) => (typeof part === 'string' ? part : 'REFERENCE')).join('');
  return JSON.parse(body).widgets;
}

describe('the dashboard', () => {
  it('explains itself and shows runs, failures, the best BD-rate, confidence and prediction error', () => {
    expect(widgets()[0]?.properties.markdown).toContain('Negative is better');
    expect(widgets().flatMap(({ properties }) => properties.title ?? [])).toEqual([
      'Best BD-rate of each campaign, in percent',
      'Runs',
      'Failures',
      'Best BD-rate against HEVC',
      'Confidence and prediction error',
      'Convergence and efficiency',
      'Adaptation, calibration, novelty',
      'Experiments recorded',
      'Plans without the LLM and its cost',
    ]);
  });

  it('searches for metrics exactly where the programs print them', () => {
    // given what a program prints
    const printed = JSON.parse(embeddedMetrics('default', { bestBdRate: 0 } as never, new Date(0)))._aws;
    const { Namespace, Dimensions } = printed.CloudWatchMetrics[0];
    // when the widgets search
    const searches = JSON.stringify(widgets()).match(/SEARCH\('\{[^}]*\}/g) ?? [];
    // then they search in that namespace by that dimension
    expect(searches.length).toBeGreaterThan(5);
    expect([...new Set(searches)]).toEqual([`SEARCH('{${Namespace},${Dimensions[0][0]}}`]);
  });

  it('counts failed, timed-out and aborted runs and starts that were not delivered', () => {
    const failures = JSON.stringify(widgets().find(({ properties }) => properties.title === 'Failures'));
    for (const metric of [
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
      'ApproximateNumberOfMessagesVisible',
    ])
      expect(failures).toContain(metric);
  });
});

describe('the outputs', () => {
  it('lead to workflow, dashboard, tables and bucket', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'ArtifactsBucket',
      'DashboardConsole',
      'ExampleInput',
      'ExperimentsTableConsole',
      'ReasoningTableConsole',
      'StateMachineConsole',
    ]);
  });

  it('give an example input that the planner takes', () => {
    const example = template.findOutputs('ExampleInput')['ExampleInput']?.['Value'];
    expect(RunInput.parse(JSON.parse(example))).toMatchObject({ campaign: 'default', arms: 3 });
  });
});
