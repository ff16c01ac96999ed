import { Duration } from 'aws-cdk-lib';
import { Dashboard as CloudWatchDashboard, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { believing } from './believing.ts';
import { costing } from './costing.ts';
import { FULL } from './grid.ts';
import { improving } from './improving.ts';
import { type RunningProps, running } from './running.ts';
import { thinking } from './thinking.ts';

/** The first page to look at. Its rows answer what a person asks, in that order; each begins with the question. */
export class Dashboard extends Construct {
  readonly dashboard: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: RunningProps) {
    super(scope, id);
    this.dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(14),
      widgets: [
        ...question(
          'Is it running?',
          'A run every six hours; one point is six hours. A declined or skipped run counts as one that succeeded: its log says why.',
        ),
        ...running(props),
        ...question(
          'Is it getting better?',
          "BD-rate: average bitrate difference against HEVC at equal quality, in percent. Negative is better, -50 means half the bitrate. Best is the champion, validated on other clips where the campaign has some; a strategy's best is of the clips it was searched on.",
        ),
        ...improving(),
        ...question(
          'What does it think?',
          'The newest reasoning of the time shown and what came of it. Texts are of the planner or of a language model.',
        ),
        ...thinking(props.widgets),
        ...question(
          'Can its confidence be believed?',
          "Each experiment's forecast is registered before it runs. 80 % of what is measured should lie from p10 to p90.",
        ),
        ...believing(props.widgets),
        ...question(
          'What does it cost?',
          "By the laboratory's own ledger, what is set aside included; caps hold before money is spent. Your bill is the truth.",
        ),
        ...costing(props),
      ],
    });
  }
}

function question(text: string, explanation: string): IWidget[][] {
  return [[new TextWidget({ markdown: `## ${text}\n${explanation}`, width: FULL, height: 2 })]];
}
