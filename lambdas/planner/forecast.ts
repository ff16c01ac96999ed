import type { Forecast } from '../shared/reasoning.ts';
import type { ExperimentSpec } from '../shared/spec.ts';
import { costKey } from '../shared/summary.ts';
import { type Measured, ratedRecords } from './evidence.ts';
import type { PlanningContext } from './planning.ts';
import { expectedShift, PRIORS } from './priors.ts';

type Configuration = Pick<ExperimentSpec, 'encoder' | 'parameters'>;

/** Half width of the 80 % interval in points: nothing of the encoder measured, the encoder measured, the preset too. */
const HALF_WIDTH = { prior: 18, encoder: 11, preset: 6 } as const;

/**
 * BD-rate to expect: the prior of encoder, preset and parameters, moved by how far the nearest measured configuration
 * of this campaign was from its own prior.
 */
export function forecastBdRate(context: PlanningContext, configuration: Configuration): Forecast {
  const centre = priorBdRate(configuration);
  const neighbour = nearest(context, configuration);
  if (neighbour === undefined) return around(centre, HALF_WIDTH.prior * dispersion(context));
  const moved = centre + (neighbour.bdRate - priorBdRate(neighbour.spec));
  const samePreset = costKey(neighbour.spec) === costKey(configuration);
  return around(moved, (samePreset ? HALF_WIDTH.preset : HALF_WIDTH.encoder) * dispersion(context));
}

/** Bitrate at the quality floor in Mbit/s: the anchor's there, changed by the expected BD-rate; 1 until one was measured. */
export function forecastBitrate(context: PlanningContext, bdRate: Forecast): number {
  const anchor = context.summary.clip_set === context.clipSet ? context.summary.anchor_bitrate_mbps : null;
  return Math.max(0.001, (anchor ?? 1) * (1 + bdRate.p50 / 100));
}

function priorBdRate(configuration: Configuration): number {
  return (PRIORS[costKey(configuration)]?.bdRate ?? 0) + expectedShift(configuration.parameters);
}

/** The measured record most like a configuration, of the same encoder; parameters in common decide. */
function nearest(
  context: PlanningContext,
  { encoder, parameters }: Configuration,
): (Measured & { readonly bdRate: number }) | undefined {
  const likeness = (record: Measured) =>
    Object.entries(parameters).filter(([name, value]) => record.spec.parameters[name] === value).length;
  return ratedRecords(context)
    .filter((record) => record.spec.encoder === encoder)
    .sort((a, b) => likeness(b) - likeness(a))[0];
}

/** Widens intervals where earlier ones held fewer than the 80 % that they promise. */
function dispersion({ summary: { forecasts } }: PlanningContext): number {
  if (forecasts.count < 5) return 1;
  return Math.min(3, Math.max(0.7, 0.8 / Math.max(0.2, forecasts.within / forecasts.count)));
}

/** A saving cannot exceed 100 %, whatever the width. */
function around(centre: number, halfWidth: number): Forecast {
  const p50 = Math.max(-95, centre);
  return { p10: Math.max(-99, p50 - halfWidth), p50, p90: p50 + halfWidth };
}
