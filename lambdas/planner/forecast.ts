import { encoderName } from '../shared/encoder-name.ts';
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

/**
 * BD-rate to expect, percent, as the search's model states it: the prior, corrected by everything that was measured on the
 * present clips. How far such statements are to be believed is for ./calibration to say.
 */
export function forecastBdRate(context: PlanningContext, configuration: Configuration): Forecast {
  const { surrogate, forecasts } = knowledgeOf(context);
  const key = JSON.stringify([encoderName(configuration), configuration.parameters]);
  const before = forecasts.get(key);
  if (before !== undefined) return before;
  const forecast = surrogate.forecast(configuration);
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
  const surrogate = new Surrogate(context.spaces, observationsOf(context));
  const knowledge = { surrogate, forecasts: new Map() };
  known.set(context, knowledge);
  return knowledge;
}
