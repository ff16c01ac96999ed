import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { CAMPAIGN, perCampaign } from '../metrics.ts';
import { HALF } from './grid.ts';
import type { LabWidgets } from './lab-widgets.ts';

/** Forecasts beside measurements: one by one, on average over time, and how many held. */
export function believing(widgets: LabWidgets): IWidget[][] {
  const calibration = widgets.show(
    { title: 'Predicted against measured', width: HALF, height: 12 },
    { view: 'calibration' },
  );
  const forecast = new GraphWidget({
    title: 'Forecast, measured, and the error between them',
    width: HALF,
    left: [
      perCampaign('forecastBdRate', 'Average', { label: `forecast, ${CAMPAIGN}` }),
      perCampaign('bdRate', 'Average', { label: `measured, ${CAMPAIGN}` }),
    ],
    leftYAxis: { label: 'BD-rate, percent', showUnits: false },
    right: [perCampaign('predictionError', 'Average', { label: `mean error, ${CAMPAIGN}` })],
    rightYAxis: { label: 'percentage points', min: 0, showUnits: false },
  });
  const held = new GraphWidget({
    title: 'Confidence, and how many forecasts held',
    width: HALF,
    left: [
      perCampaign('confidence', 'Average', { label: `confidence, ${CAMPAIGN}` }),
      perCampaign('calibration', 'Average', { label: `forecasts that held, ${CAMPAIGN}` }),
    ],
    leftAnnotations: [{ value: 0.8, label: 'what forecast ranges promise' }],
    leftYAxis: { min: 0, max: 1, showUnits: false },
  });
  return [[calibration], [forecast, held]];
}
