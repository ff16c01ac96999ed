import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSED_CIRCUIT, circuitAfter, resumedCircuit } from '../../../lambdas/shared/circuit.ts';
import { FAILURE_CLASSES, type FailureClass, INFRASTRUCTURE_CLASSES } from '../../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { givenPlanned } from '../recorder/given.ts';

const NOW = new Date('2026-11-23T12:00:00Z');

/** Records of experiments that ended in this order: by a failure's class, or well; `planned` has not ended. */
function ended(...ends: readonly (FailureClass | 'succeeded' | 'planned')[]): ExperimentRecord[] {
  return ends.map((end, index) => {
    const reasoningId = `202611${String(index + 10)}T060000Z-1a2b3c4d`;
    const planned = givenPlanned(0, { reasoningId });
    if (end === 'planned') return planned;
    const failure = end === 'succeeded' ? null : { class: end, message: 'it broke' };
    return { ...planned, finished_at: NOW.toISOString(), failure };
  });
}
const look = (records: readonly ExperimentRecord[], most = 3, before = CLOSED_CIRCUIT) =>
  circuitAfter(before, records, most, NOW);

describe('the circuit breaker', () => {
  it.each([
    ['as many failures of the machinery in a row', ['infrastructure', 'timeout', 'out-of-memory'], true],
    ['one too few', ['succeeded', 'infrastructure', 'disk-full'], false],
    ['a success between', ['infrastructure', 'succeeded', 'infrastructure', 'no-result'], false],
    ['an idea that failed between', ['no-result', 'encode-failed', 'infrastructure', 'timeout'], false],
    ['a person who stopped one between', ['no-result', 'stopped', 'infrastructure', 'timeout'], true],
    ['one that has not ended', ['no-result', 'planned', 'infrastructure', 'timeout'], true],
    ['stops alone', ['stopped', 'stopped', 'stopped', 'stopped'], false],
    ['nothing at all', [], false],
  ] as const)('after %s', (_, ends, open) => {
    expect(look(ended(...ends)).open).toBe(open);
  });

  it('does not depend on the order in which records arrive, nor on how often', () => {
    const ends = fc.array(fc.constantFrom('succeeded' as const, ...FAILURE_CLASSES), { maxLength: 20 });
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 5 }), fc.gen(), (given, most, gen) => {
        const records = ended(...given);
        const shuffled = gen(fc.shuffledSubarray, records, { minLength: records.length });
        expect(look(shuffled, most)).toEqual(look(records, most));
        const counted = given.filter((end) => end !== 'stopped').slice(-most);
        const open =
          counted.length === most &&
          counted.every((end) => INFRASTRUCTURE_CLASSES.some((each) => each === end));
        expect(look(records, most).open).toBe(open);
      }),
    );
  });

  it('stays open whatever comes late, until it is resumed, and then counts anew', () => {
    const failed = ended('infrastructure', 'infrastructure', 'infrastructure');
    const open = look(failed);
    expect(open).toMatchObject({
      open: true,
      opened_at: NOW.toISOString(),
      newest_failure: failed[2]?.experiment_id,
    });
    expect(look(ended('succeeded', 'succeeded', 'succeeded', 'succeeded'), 3, open)).toBe(open);

    const resumed = resumedCircuit(open);
    expect(resumedCircuit(resumed)).toBe(resumed);
    expect(look(failed, 3, resumed)).toBe(resumed);
    const more = ended(...Array.from({ length: 6 }, () => 'infrastructure' as const));
    expect(look(more.slice(0, 5), 3, resumed).open).toBe(false);
    expect(look(more, 3, resumed).open).toBe(true);
  });
});
