import type { Forecast } from '../shared/forecast.ts';
import type { ExperimentSpec, Parameters } from '../shared/spec.ts';
import { costKey } from '../shared/summary.ts';
import { learntShifts, measuredEffects, shiftKey } from './effects.ts';
import { type Measured, ratedRecords } from './evidence.ts';
import type { PlanningContext } from './planning.ts';
import { expectedShift, PRIORS } from './priors.ts';
import { EFFORT } from './spec-of.ts';

type Configuration = Pick<ExperimentSpec, 'encoder' | 'parameters'>;

/** Half width of the 80 % interval in points: nothing of the encoder measured, the encoder measured, the preset too. */
const HALF_WIDTH = { prior: 18, encoder: 11, preset: 6 } as const;

/** What forecasts draw from a context, found once for the hundreds of candidates that it is asked for. */
interface Experience {
  readonly rated: ReturnType<typeof ratedRecords>;
  readonly shifts: ReadonlyMap<string, number>;
}
const experiences = new WeakMap<PlanningContext, Experience>();

/**
 * BD-rate to expect: the prior of encoder and preset, shifted by what its parameters were seen to do in this campaign or
 * are expected to, and moved by how far the nearest measured configuration was from its own such value.
 */
export function forecastBdRate(context: PlanningContext, configuration: Configuration): Forecast {
  const experience = experienceOf(context);
  const centre = untouched(experience, configuration);
  const neighbour = nearest(experience, configuration);
  if (neighbour === undefined) return around(centre, HALF_WIDTH.prior * dispersion(context));
  const moved = centre + (neighbour.bdRate - untouched(experience, neighbour.spec));
  const samePreset = costKey(neighbour.spec) === costKey(configuration);
  return around(moved, (samePreset ? HALF_WIDTH.preset : HALF_WIDTH.encoder) * dispersion(context));
}

/** Bitrate at the quality floor in Mbit/s: the anchor's there, changed by the expected BD-rate; 1 until one was measured. */
export function forecastBitrate(context: PlanningContext, bdRate: Forecast): number {
  const anchor = context.summary.clip_set === context.clipSet ? context.summary.anchor_bitrate_mbps : null;
  return Math.max(0.001, (anchor ?? 1) * (1 + bdRate.p50 / 100));
}

function experienceOf(context: PlanningContext): Experience {
  const known = experiences.get(context);
  if (known !== undefined) return known;
  const found = { rated: ratedRecords(context), shifts: learntShifts(measuredEffects(context)) };
  experiences.set(context, found);
  return found;
}

/** The value without looking at neighbours: the preset's prior and the shift of each other parameter. */
function untouched({ shifts }: Experience, { encoder, parameters }: Configuration): number {
  const shift = (name: string, value: Parameters[string]) =>
    EFFORT.includes(name) ? 0 : (shifts.get(shiftKey(encoder, name, value)) ?? expectedShift(name, value));
  return Object.entries(parameters).reduce(
    (sum, [name, value]) => sum + shift(name, value),
    PRIORS[costKey({ encoder, parameters })]?.bdRate ?? 0,
  );
}

/** The measured record most like a configuration, of the same encoder: by parameters in common, then by its value. */
function nearest(
  experience: Experience,
  configuration: Configuration,
): (Measured & { readonly bdRate: number }) | undefined {
  const { encoder, parameters } = configuration;
  const likeness = ({ spec }: Measured) =>
    Object.entries(parameters).filter(([name, value]) => spec.parameters[name] === value).length;
  const distance = ({ spec }: Measured) =>
    Math.abs(untouched(experience, spec) - untouched(experience, configuration));
  return experience.rated
    .filter(({ spec }) => spec.encoder === encoder)
    .map((record) => ({ record, likeness: likeness(record), distance: distance(record) }))
    .sort((a, b) => b.likeness - a.likeness || a.distance - b.distance)[0]?.record;
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
