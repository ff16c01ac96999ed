import { describe, expect, it } from 'vitest';
import type { FoundResult } from '../../../lambdas/recorder/read-result.ts';
import { type Failure, terminalRecord } from '../../../lambdas/recorder/terminal-record.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import type { ClipReference } from '../../../lambdas/shared/spec.ts';
import { givenPlanned, givenSpec, RECORDED_AT } from './given.ts';
import { givenClipResult, givenResult } from './given-result.ts';

const planned = givenPlanned();
const MISSING: FoundResult = { kind: 'missing' };
const INVALID: FoundResult = { kind: 'invalid', message: 'result.json is not JSON' };
const resultThat = (changes: Partial<ExperimentResult>): FoundResult => ({
  kind: 'result',
  result: givenResult(planned, changes),
});
const OUT_OF_MEMORY: Failure = { class: 'out-of-memory', message: 'killed' };
const ends = (found: FoundResult, taskFailure?: Failure) =>
  terminalRecord(planned, { found, taskFailure, others: [], now: new Date(RECORDED_AT) });

describe('an experiment whose execution was ended from outside', () => {
  const abandoned = (found: FoundResult) =>
    terminalRecord(planned, {
      ...{ found, taskFailure: undefined, others: [], now: new Date(RECORDED_AT) },
      isLeftBehind: true,
    });
  const result_key = artifactKeys.result('default', planned.experiment_id);
  const failure = { class: 'encode-failed' as const, message: 'the encoder broke' };

  it.each([
    ['nothing', MISSING, { status: 'abandoned', failure: { class: 'no-result' }, result_key: null }],
    [
      'what cannot be read',
      INVALID,
      { status: 'abandoned', failure: { class: 'invalid-result' }, result_key },
    ],
    [
      'a part, which is kept',
      resultThat({ status: 'partial' }),
      { status: 'abandoned', failure: { class: 'stopped' }, measurement: expect.any(Object), result_key },
    ],
    ['a failure of its own', resultThat({ status: 'failed', failure }), { status: 'failed', failure }],
    ['everything', resultThat({}), { status: 'succeeded', failure: null }],
  ])('and that left %s ends accordingly', (_, found, expected) => {
    const record = abandoned(found);
    expect(record).toMatchObject(expected);
    expect(ExperimentRecord.parse(record)).toEqual(record);
  });
});

describe('an experiment ends as a success', () => {
  it('with what was measured and the verdict', () => {
    const record = ends(resultThat({}));

    expect(ExperimentRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      status: 'succeeded',
      finished_at: RECORDED_AT,
      verdict: 'confirmed',
      verdict_reason: 'measured -6.1 %, within the forecast of -12.0 % to -3.0 %',
      failure: null,
      result_key: artifactKeys.result('default', planned.experiment_id),
      purpose: planned.purpose,
    });
  });

  it('also when its task failed after the result was complete, which the verdict then says', () => {
    const record = ends(resultThat({}), OUT_OF_MEMORY);

    expect(record).toMatchObject({ status: 'succeeded', verdict: 'confirmed', failure: null });
    expect(record.verdict_reason).toContain(
      'the task failed after it had measured everything (out-of-memory): killed',
    );
  });
});

describe('an experiment ends as a failure', () => {
  const encodeFailed = {
    status: 'failed' as const,
    failure: { class: 'encode-failed' as const, message: 'exit 1' },
  };
  const stopped = { status: 'partial' as const, failure: { class: 'stopped' as const, message: 'SIGTERM' } };

  it.each([
    ['no result', MISSING, undefined, 'no-result', 'the task left no result.json'],
    ['no result, and the task was killed', MISSING, OUT_OF_MEMORY, 'out-of-memory', 'killed'],
    ['an unusable result', INVALID, undefined, 'invalid-result', 'result.json is not JSON'],
    [
      'an unusable result, and the task was killed',
      INVALID,
      OUT_OF_MEMORY,
      'out-of-memory',
      'killed; and result.json is not JSON',
    ],
    ['a result that says so', resultThat(encodeFailed), undefined, 'encode-failed', 'exit 1'],
    [
      'a result that says so, and the task was killed later',
      resultThat(encodeFailed),
      OUT_OF_MEMORY,
      'encode-failed',
      'exit 1',
    ],
    [
      'a result that says so without a class',
      resultThat({ status: 'failed' }),
      undefined,
      'invalid-result',
      undefined,
    ],
    ['a partial result', resultThat(stopped), undefined, 'stopped', 'SIGTERM'],
    [
      'a partial result, and the state knows why',
      resultThat(stopped),
      { class: 'timeout', message: 'too long' },
      'timeout',
      'too long',
    ],
    [
      'a partial result, and the state does not know why',
      resultThat(stopped),
      { class: 'infrastructure', message: 'exit 1' },
      'stopped',
      'SIGTERM',
    ],
    ['a partial result without words', resultThat({ status: 'partial' }), undefined, 'stopped', undefined],
  ] as [string, FoundResult, Failure | undefined, string, string | undefined][])(
    'with %s',
    (_case, found, taskFailure, failureClass, message) => {
      const record = ends(found, taskFailure);

      expect(ExperimentRecord.parse(record)).toEqual(record);
      expect(record).toMatchObject({
        status: 'failed',
        verdict: 'inconclusive',
        failure: { class: failureClass },
      });
      if (message !== undefined) expect(record.failure?.message).toBe(message);
    },
  );

  it('and keeps what was measured', () => {
    expect(ends(resultThat(encodeFailed)).measurement).toMatchObject({
      bd_rate_percent: null,
      cpu_seconds: 45,
    });
    expect(ends(resultThat(encodeFailed)).measurement?.clips).toHaveLength(1);
  });

  it('and points to a result that could not be used, but not to one that is not there', () => {
    expect(ends(INVALID).result_key).not.toBeNull();
    expect(ends(MISSING).result_key).toBeNull();
  });

  it('and stays within the schema however much the failure has to say', () => {
    const record = ends({ kind: 'invalid', message: 'x'.repeat(5000) });

    expect(ExperimentRecord.safeParse(record).success).toBe(true);
  });
});

describe('the size of a record with 32 clips', () => {
  const bytes = (record: ExperimentRecord) => Buffer.byteLength(JSON.stringify(record));
  const withClips = (nameLength: number) => {
    const clips = Array.from({ length: 32 }, (_, index): ClipReference => {
      const name = `${String(index).padStart(2, '0')}-`.padEnd(nameLength, 'clip-name-');
      return { kind: 'stored', name, key: `campaigns/default/clips/${name}` };
    });
    const large = givenPlanned(0, { spec: givenSpec('medium', clips) });
    // clip 7 has the lowest bitrate at the floor; the BD-rate worsens with the index
    const measured = clips.map((clip, index) =>
      givenClipResult(clip, index - 16.123456, index === 7 ? 0.4 : 1 + index),
    );
    const result = givenResult(large, { clips: measured });
    const ending = {
      found: { kind: 'result', result } as const,
      taskFailure: undefined,
      others: [],
      now: new Date(RECORDED_AT),
    };
    return { large, record: terminalRecord(large, ending) };
  };

  it('lists all clips where they fit', () => {
    const { measurement } = ends(resultThat({}));

    expect(measurement?.clips).toHaveLength(1);
    expect(measurement?.clips_left_out).toBeUndefined();
  });

  it('stays under 8 KB with names of 40 characters by listing the cheapest and the worst', () => {
    const { record } = withClips(40);

    const kept = record.measurement?.clips.map((clip) => clip.name.slice(0, 2)) ?? [];
    expect(bytes(record)).toBeLessThanOrEqual(8192);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(kept).toContain('07');
    expect(kept).toContain('31');
    expect(kept.length + (record.measurement?.clips_left_out ?? 0)).toBe(32);
    expect(ExperimentRecord.parse(record)).toEqual(record);
  });

  it('adds little to a plan that is larger by itself, so that 50 records fit one request of 1 MB', () => {
    const { large, record } = withClips(80);

    expect(bytes(record) - bytes(large)).toBeLessThan(1500);
    expect(bytes(record) * 50).toBeLessThan(1_000_000);
  });
});
