import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { FULL } from './grid.ts';
import type { LabWidgets } from './lab-widgets.ts';

/** The newest reasoning and what came of it. */
export function thinking(widgets: LabWidgets): IWidget[][] {
  return [[widgets.show({ title: 'Latest reasoning', width: FULL, height: 14 }, { view: 'reasoning' })]];
}
