import { describe, expect, it } from 'vitest';
import { embeddedMetrics, strategyMetrics } from '../../lambdas/shared/embedded-metrics.ts';
import { LAB_METRICS, METRICS, STRATEGY_METRICS } from '../../lambdas/shared/names.ts';
import { RunInput } from '../../lambdas/shared/workflow.ts';
import { WidgetEvent } from '../../lambdas/widget/widget-event.ts';
import { NAMED_OUTPUTS } from '../../lib/stack-names.ts';
import { only, resources, template } from './synthesised.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly metrics?: readonly unknown[];
    readonly alarms?: readonly string[];
    readonly params?: unknown;
    readonly updateOn?: unknown;
  };
}

/** The body with references as text, since only widgets are looked at. */
const widgets: Widget[] = (() => {
  const [, parts] = only('AWS::CloudWatch::Dashboard').Properties.DashboardBody['Fn::Join'];
  const body = parts.map((part: unknown) => (typeof part === 'string' ? part : 'REFERENCE')).join('');
  return JSON.parse(body).widgets;
})();
const body = JSON.stringify(widgets).replaceAll('\\"', '"');

describe('the dashboard', () => {
  it('answers five questions from top to bottom, each with its own widgets below it', () => {
    const rows = widgets.map(({ properties: { title, markdown } }) => title ?? markdown?.split('\n')[0]);
    expect(rows).toEqual([
      '## Is it running?',
      ...['Alarms', 'Last runs and the next', 'Runs and experiments'],
      '## Is it getting better?',
      ...['Best so far', 'Best BD-rate against HEVC', "The champion's bitrate at the quality floor"],
      ...['Convergence and efficiency', 'Adaptation and novelty'],
      '## What does it think?',
      'Latest reasoning',
      '## Can its confidence be believed?',
      'Predicted against measured',
      'Forecast, measured, and the error between them',
      'Confidence, and how many forecasts held',
      '## What does it cost?',
      ...['Ledger against caps', 'This month, spent and set aside'],
      'Plans without the model, and what the model cost',
      'Refused for want of money; circuit open',
    ]);
    expect(body).toContain('Negative is better');
  });

  it('shows every metric that the programs print, and searches exactly where they print it', () => {
    const { namespace, dimension, ...campaign } = METRICS;
    const { dimension: strategy, ...ofStrategy } = STRATEGY_METRICS;
    for (const name of [
      ...Object.values(campaign),
      ...Object.values(ofStrategy),
      ...Object.values(LAB_METRICS),
    ])
      expect(body).toContain(`"${name}"`);

    // given what programs print
    const now = new Date(0);
    const printed = [embeddedMetrics('default', {}, now), strategyMetrics('default', 'hybrid', {}, now)].map(
      (line) => JSON.parse(line)._aws.CloudWatchMetrics[0],
    );
    // then the widgets search in that namespace by those dimensions
    const searches = body.match(/SEARCH\('\{[^}]*\}/g) ?? [];
    expect(new Set(searches)).toEqual(
      new Set(printed.map(({ Namespace, Dimensions }) => `SEARCH('{${[Namespace, ...Dimensions[0]]}}`)),
    );
    expect([namespace, dimension, strategy]).toEqual(['CodecLab', 'Campaign', 'Strategy']);
  });

  it('shows every alarm', () => {
    const [status] = widgets.filter(({ type }) => type === 'alarm');
    expect(status?.properties.alarms).toHaveLength(resources('AWS::CloudWatch::Alarm').length);
  });

  it('counts failed, timed-out and aborted runs and starts that were not delivered', () => {
    for (const metric of ['Failed', 'TimedOut', 'Aborted']) expect(body).toContain(`"Executions${metric}"`);
    expect(body).toContain('"ApproximateNumberOfMessagesVisible"');
  });

  it('calls the widget function with what that takes, again for every time that is shown', () => {
    const custom = widgets.filter(({ type }) => type === 'custom');
    expect(custom.map(({ properties }) => WidgetEvent.parse(properties.params).view)).toEqual([
      'runs',
      'reasoning',
      'calibration',
      'ledger',
    ]);
    for (const { properties } of custom)
      expect(properties.updateOn).toEqual({ refresh: true, resize: false, timeRange: true });
    expect(custom[0]?.properties.params).toMatchObject({ startHours: [0, 6, 12, 18] });
  });
});

describe('the widget function', () => {
  const rights = resources('AWS::IAM::Policy').filter(([id]) => id.startsWith('WidgetsWidgetRole'));

  it('may get and query items of the two tables, write its log and its traces, and nothing else', () => {
    const actions = rights.flatMap(([, { Properties }]) =>
      Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    );
    expect([...new Set(actions)].sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:Query',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('may be called by whoever has the policy that is output, which allows nothing else', () => {
    const [[id, policy] = []] = resources('AWS::IAM::ManagedPolicy');
    const [program] = resources('AWS::Lambda::Function').find(([name]) => name.startsWith('Widgets')) ?? [];
    expect(policy?.Properties.PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [program, 'Arn'] } },
    ]);
    expect(template.findOutputs('DashboardViewersPolicy')['DashboardViewersPolicy']?.['Value']).toEqual({
      Ref: id,
    });
  });
});

describe('the outputs', () => {
  it('lead to workflow, dashboard, tables, bucket and alarms', () => {
    const others = [
      'AlarmsTopic',
      'DashboardConsole',
      'DashboardViewersPolicy',
      'ExampleInput',
      'ExperimentsTableConsole',
      'ReasoningTableConsole',
      'StateMachineConsole',
    ];
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual(
      [...others, ...Object.values(NAMED_OUTPUTS)].sort(),
    );
  });

  it('name for programs what they say that they name', () => {
    const value = (name: keyof typeof NAMED_OUTPUTS) =>
      template.findOutputs(NAMED_OUTPUTS[name])[NAMED_OUTPUTS[name]]?.['Value'];
    const [[machine] = []] = resources('AWS::StepFunctions::StateMachine');
    expect(value('stateMachine')).toEqual({ Ref: machine });
    for (const [name, word] of [
      ['experimentsTable', 'StorageExperiments'],
      ['reasoningTable', 'StorageReasoning'],
      ['artifactsBucket', 'StorageArtifacts'],
      ['plannerLog', 'Planner'],
      ['taskLog', 'CodecRunnerTaskLog'],
      ['recorderLog', 'Recorder'],
    ] as const)
      expect(value(name)).toEqual({ Ref: expect.stringContaining(word) });
  });

  it('give an example input that the planner takes', () => {
    const example = template.findOutputs('ExampleInput')['ExampleInput']?.['Value'];
    expect(RunInput.parse(JSON.parse(example))).toMatchObject({ campaign: 'default', arms: 3 });
  });
});
