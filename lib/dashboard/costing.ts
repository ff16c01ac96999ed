import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Config } from '../config.ts';
import { CAMPAIGN, ofLaboratory, perCampaign } from '../metrics.ts';
import { HALF } from './grid.ts';
import type { LabWidgets } from './lab-widgets.ts';

/** The ledger against its caps, and what planning costs. */
export function costing({ config, widgets }: { config: Config; widgets: LabWidgets }): IWidget[][] {
  const { monthly_cap_usd, llm } = config.settings;
  return [
    [
      widgets.show({ title: 'Ledger against caps', width: HALF, height: 8 }, { view: 'ledger' }),
      new GraphWidget({
        title: 'This month, spent and set aside',
        width: HALF,
        height: 8,
        left: [
          ofLaboratory('monthCost', { label: 'everything' }),
          ofLaboratory('monthLlmCost', { label: 'language model' }),
        ],
        leftAnnotations: [
          { value: monthly_cap_usd, label: 'cap' },
          { value: llm.monthly_cap_usd, label: 'cap of the model' },
        ],
        leftYAxis: { label: 'USD', min: 0, showUnits: false },
      }),
    ],
    [
      new GraphWidget({
        title: 'Plans without the model, and what the model cost',
        width: HALF,
        left: [perCampaign('fallbackPlans', 'Sum')],
        leftYAxis: { label: 'plans by rules', min: 0, showUnits: false },
        right: [perCampaign('llmCost', 'Sum')],
        rightYAxis: { label: 'USD', min: 0, showUnits: false },
      }),
      new GraphWidget({
        title: 'Refused for want of money; circuit open',
        width: HALF,
        left: [
          ofLaboratory('budgetRefusals', { label: 'plannings that the cap cut short', statistic: 'Sum' }),
          perCampaign('circuitOpen', 'Maximum', { label: `circuit open, ${CAMPAIGN}` }),
        ],
        leftYAxis: { min: 0, showUnits: false },
      }),
    ],
  ];
}
