/** Most output samples of one period of phases. */
export const MOST_PHASES: i32 = 4;

/** Coded samples of a period, and shown ones. */
export let coded: i32 = 1;
export let whole: i32 = 1;

/** Of each output sample of a period: the nearest coded sample, and whether it lies to the right of the output sample. */
const nearest = memory.data(MOST_PHASES * 4);
const mirrored = memory.data(MOST_PHASES * 4);
/** Which of the phases that differ in more than a mirror it is. */
const folded = memory.data(MOST_PHASES * 4);

/**
 * Output sample j of a period lies at ((2 j + 1) coded - whole) / (2 whole) coded samples, middles upon middles. Phases
 * with the same distance from the nearest sample are mirror images: of 2 there is 1, of 4 there are 2.
 */
export function openPhases(ofCoded: i32, ofWhole: i32): void {
  coded = ofCoded;
  whole = ofWhole;
  for (let phase: i32 = 0; phase < whole; phase++) {
    const place = (2 * phase + 1) * coded - whole;
    const sample = (place + whole) / (2 * whole);
    const at = (<usize>phase) << 2;
    store<i32>(nearest + at, sample);
    store<i32>(mirrored + at, place < 2 * whole * sample ? 1 : 0);
    store<i32>(folded + at, phase < whole - 1 - phase ? phase : whole - 1 - phase);
  }
}

/** The coded sample that is nearest to an output sample. */
export function nearestTo(place: i32): i32 {
  return (place / whole) * coded + load<i32>(nearest + ((<usize>(place % whole)) << 2));
}

/** 1 where it lies to the right or below. */
export function isMirrored(place: i32): i32 {
  return load<i32>(mirrored + ((<usize>(place % whole)) << 2));
}

export function foldedPhase(place: i32): i32 {
  return load<i32>(folded + ((<usize>(place % whole)) << 2));
}

export function foldedPhases(): i32 {
  return (whole + 1) >> 1;
}
