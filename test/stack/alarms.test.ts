import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { embeddedMetrics, labMetrics } from '../../lambdas/shared/embedded-metrics.ts';
import { LAB_METRICS, METRICS } from '../../lambdas/shared/names.ts';
import { synthesise } from '../../lib/synthesise.ts';
import { only, type Resource, resources } from './synthesised.ts';

/** A synthesis bundles all programs, which takes more than a minute where others use the cores. */
const SYNTHESIS_MS = 240_000;

const outdir = mkdtempSync(join(tmpdir(), 'codec-lab-alarms-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const alarms = new Map(
  resources('AWS::CloudWatch::Alarm').map(([, { Properties }]) => [
    Properties.AlarmName.replace('CodecLab-', ''),
    Properties,
  ]),
);

/** Namespace, name and dimensions of the metric that a line declares, as an alarm names them. */
function printed(line: string) {
  const values = JSON.parse(line);
  const [{ Namespace, Dimensions, Metrics }] = values._aws.CloudWatchMetrics;
  const named = Dimensions[0].map((Name: string) => ({ Name, Value: values[Name] }));
  return { Namespace, MetricName: Metrics[0].Name, ...(named.length > 0 && { Dimensions: named }) };
}

describe('the alarms', () => {
  it('are few, and each writes to the topic', () => {
    expect([...alarms.keys()].sort()).toEqual([
      'BudgetAt80Percent',
      'BudgetUsedUp',
      'CircuitOpen',
      'ExecutionFailed',
      'NothingRecorded',
      'StartNotDelivered',
    ]);
    const [[topic] = []] = resources('AWS::SNS::Topic');
    for (const { AlarmActions } of alarms.values()) expect(AlarmActions).toEqual([{ Ref: topic }]);
  });

  it('go off where a run fails, times out or is aborted, and stay still where none runs', () => {
    const { Metrics, TreatMissingData, Threshold } = alarms.get('ExecutionFailed') ?? {};
    const watched = Metrics.flatMap((one: { MetricStat?: { Metric: { MetricName: string } } }) =>
      one.MetricStat === undefined ? [] : one.MetricStat.Metric.MetricName,
    );
    expect(watched.sort()).toEqual(['ExecutionsAborted', 'ExecutionsFailed', 'ExecutionsTimedOut']);
    expect({ TreatMissingData, Threshold }).toEqual({ TreatMissingData: 'notBreaching', Threshold: 1 });
  });

  it('go off where the campaign of the schedule recorded nothing for 13 hours, silence included', () => {
    const line = embeddedMetrics('default', { [METRICS.experimentsRecorded]: 1 }, new Date(0));
    expect(alarms.get('NothingRecorded')).toMatchObject({
      ...printed(line),
      ...{ Period: 3600, EvaluationPeriods: 13, Statistic: 'Sum', Threshold: 1 },
      ...{ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
    });
  });

  it.each([
    ['BudgetAt80Percent', LAB_METRICS.monthCost, 80],
    ['BudgetUsedUp', LAB_METRICS.budgetRefusals, 1],
  ] as const)(
    '%s watches the metric that is printed, and keeps its state between two runs',
    (name, metric, Threshold) => {
      const alarm = alarms.get(name);
      expect(alarm).toMatchObject({
        ...printed(labMetrics({ [metric]: 1 }, new Date(0))),
        ...{ Threshold, Statistic: 'Maximum', TreatMissingData: 'ignore', Period: 6 * 3600 },
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
      expect(alarm).not.toHaveProperty('Dimensions');
    },
  );

  it('go off where the circuit of the schedule’s campaign is open, whatever other campaigns print', () => {
    const open = embeddedMetrics('default', { [METRICS.circuitOpen]: 1 }, new Date(0));
    const other = embeddedMetrics('other', { [METRICS.circuitOpen]: 0 }, new Date(0));
    const alarm = alarms.get('CircuitOpen');
    expect(alarm).toMatchObject({
      ...printed(open),
      ...{ Threshold: 1, Statistic: 'Maximum', TreatMissingData: 'ignore', Period: 6 * 3600 },
    });
    expect(alarm.Dimensions).not.toEqual(printed(other).Dimensions);
  });

  it('may be told by CloudWatch of this account alone, over TLS alone', () => {
    const { Statement } = only('AWS::SNS::TopicPolicy').Properties.PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    ]);
    expect(Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Deny')).toHaveLength(1);
  });
});

describe('by configuration', () => {
  it('nobody is written to and no bill is watched unless that is asked for', () => {
    expect(resources('AWS::SNS::Subscription')).toEqual([]);
    expect(resources('AWS::Budgets::Budget')).toEqual([]);
  });

  it(
    'the alarms write to an address, the bill is watched, and a lab without a schedule may be silent',
    () => {
      const context = { alarmEmail: 'lab@example.com', awsBudgetUsd: '120', scheduleEnabled: 'false' };
      const all: Resource[] = Object.values(synthesise({ outdir, context }).template.Resources) as Resource[];
      const of = (type: string) =>
        all.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
      expect(of('AWS::SNS::Subscription')).toMatchObject([
        { Protocol: 'email', Endpoint: 'lab@example.com' },
      ]);
      expect(of('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName)).not.toContain(
        'CodecLab-NothingRecorded',
      );
      const [budget] = of('AWS::Budgets::Budget');
      expect(budget.Budget).toMatchObject({ BudgetLimit: { Amount: 120, Unit: 'USD' }, TimeUnit: 'MONTHLY' });
      expect(
        budget.NotificationsWithSubscribers.map(
          ({ Notification }: { Notification: { NotificationType: string; Threshold: number } }) => [
            Notification.NotificationType,
            Notification.Threshold,
          ],
        ),
      ).toEqual([
        ['ACTUAL', 80],
        ['FORECASTED', 100],
      ]);
      expect(JSON.stringify(of('AWS::SNS::TopicPolicy'))).toContain('budgets.amazonaws.com');
    },
    SYNTHESIS_MS,
  );
});
