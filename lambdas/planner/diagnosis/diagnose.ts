import type { Finding, PlanningContext } from '../planning.ts';
import type { Rule } from './finding.ts';
import { anchorOffZero, differencesWithoutEffect, identicalResults } from './identical-results.ts';
import {
  budgetNearlySpent,
  metricDisagreement,
  oldPrices,
  overFitted,
  timeBound,
  unpricedModel,
} from './limits.ts';
import { failedIdeas, infrastructureFailures, unreadableRecords } from './machinery.ts';
import {
  noBaseline,
  overConfidence,
  plateau,
  qualityBelowFloor,
  rateAboveAnchor,
  rateBound,
  saturatedRange,
} from './results.ts';
import { replicateDiffers, unsoundControls } from './unsound-instrument.ts';

/** By weight: a doubt about the instrument comes before any conclusion drawn with it. */
const RULES: readonly Rule[] = [
  unsoundControls,
  replicateDiffers,
  anchorOffZero,
  identicalResults,
  noBaseline,
  plateau,
  rateAboveAnchor,
  qualityBelowFloor,
  metricDisagreement,
  overFitted,
  rateBound,
  timeBound,
  saturatedRange,
  failedIdeas,
  infrastructureFailures,
  differencesWithoutEffect,
  overConfidence,
  unreadableRecords,
  budgetNearlySpent,
  oldPrices,
  unpricedModel,
];

/** All findings over the evidence; the first is the root cause. */
export function diagnose(context: PlanningContext): Finding[] {
  return RULES.flatMap((rule) => rule(context) ?? []);
}
