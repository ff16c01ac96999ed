import { SPACES } from '../../codec-task/codecs/spaces.ts';
import type { Forecast } from '../shared/forecast.ts';
import { observationsOf } from './observations.ts';
import type { PlanningContext } from './planning.ts';
import { type Configuration, Surrogate } from './search/surrogate.ts';

/** What is known of the BD-rates of a context, and what has been asked of it: hundreds of candidates, each several times. */
interface Knowledge {
  readonly surrogate: Surrogate;
  readonly forecasts: Map<string, Forecast>;
}
const known = new WeakMap<PlanningContext, Knowledge>();

/** The search's model of the present clips. */
export function surrogateOf(context: PlanningContext): Surrogate {
  return knowledgeOf(context).surrogate;
}

/** BD-rate to expect, percent: the prior, corrected by everything that was measured on the present clips. */
export function forecastBdRate(context: PlanningContext, configuration: Configuration): Forecast {
  const { surrogate, forecasts } = knowledgeOf(context);
  const key = JSON.stringify([configuration.encoder, configuration.parameters]);
  const before = forecasts.get(key);
  if (before !== undefined) return before;
  const forecast = widened(surrogate.forecast(configuration), dispersion(context));
  forecasts.set(key, forecast);
  return forecast;
}

/** Bitrate at the quality floor in Mbit/s: the anchor's there, changed by the expected BD-rate; 1 until one was measured. */
export function forecastBitrate(context: PlanningContext, bdRate: Forecast): number {
  const anchor = context.summary.clip_set === context.clipSet ? context.summary.anchor_bitrate_mbps : null;
  return Math.max(0.001, (anchor ?? 1) * (1 + bdRate.p50 / 100));
}

function knowledgeOf(context: PlanningContext): Knowledge {
  const before = known.get(context);
  if (before !== undefined) return before;
  const surrogate = new Surrogate(Object.values(SPACES).flat(), observationsOf(context));
  const knowledge = { surrogate, forecasts: new Map() };
  known.set(context, knowledge);
  return knowledge;
}

/** Widens intervals where earlier ones held fewer than the 80 % that they promise. */
function dispersion({ summary: { forecasts } }: PlanningContext): number {
  if (forecasts.count < 5) return 1;
  return Math.min(3, Math.max(0.7, 0.8 / Math.max(0.2, forecasts.within / forecasts.count)));
}

/** A saving cannot exceed 100 %, whatever the width. */
function widened({ p10, p50, p90 }: Forecast, factor: number): Forecast {
  const limited = (value: number) => Math.max(-99, value);
  return {
    p10: limited(p50 - (p50 - p10) * factor),
    p50: limited(p50),
    p90: limited(p50 + (p90 - p50) * factor),
  };
}
