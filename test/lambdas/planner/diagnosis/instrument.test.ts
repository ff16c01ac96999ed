import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../../lambdas/planner/diagnosis/diagnose.ts';
import type { ProposedExperiment } from '../../../../lambdas/planner/planning.ts';
import { specOfProposed } from '../../../../lambdas/planner/spec-of.ts';
import type { ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { honest, iterate, planned } from '../simulated-iterations.ts';
import { emptyContext, measured, rowsOf, svtProposal, trueBdRate, withRecords } from '../simulated-world.ts';
import { given, rated, sameBits } from './given.ts';

describe('the diagnosis of the instrument', () => {
  it('doubts the instrument before it believes a result, and checks it first', async () => {
    const context = await given(sameBits, sameBits, rated(-60));
    expect(diagnose(context)[0]?.rule).toBe('instrumentation-fault');
    const proposal = await planned(context, new Set(context.history.map((record) => record.spec_hash)));
    expect(
      proposal.experiments.some(
        ({ encoder, parameters }) => encoder === 'libx265' && parameters['preset'] === 'medium',
      ),
    ).toBe(true);
  });

  it('doubts the instrument when the controls of the last iteration were unsound, and learns nothing else of it', async () => {
    const controls = (sound: boolean) => (row: ExperimentRecord) => {
      const record = measured(row, -60, { verdict: sound ? 'confirmed' : 'suspect' });
      const found = { sound, reason: 'the anchor control gives other bits', noise_percent: 0 };
      return { ...record, measurement: record.measurement && { ...record.measurement, controls: found } };
    };
    const { context: before } = await iterate(emptyContext(), 1, honest);
    const rows = rowsOf(before, svtProposal(6), 1);
    const doubtful = withRecords(before, rows.map(controls(false)));

    const [finding] = diagnose(doubtful);
    expect(finding).toMatchObject({
      rule: 'instrumentation-fault',
      statement: expect.stringContaining('unsound (the anchor control gives other bits)'),
      evidence: [rows[0]?.experiment_id],
    });
    expect(doubtful.summary.champion).toEqual(before.summary.champion);
    expect(JSON.stringify(await planned(doubtful))).not.toContain('-60');

    const sound = withRecords(doubtful, rowsOf(doubtful, svtProposal(6), 2).map(controls(true)));
    expect(diagnose(sound)[0]?.rule).not.toBe('instrumentation-fault');
  });

  it('checks a doubted instrument by a declared replicate of the anchor, which is free to give its bits', async () => {
    const context = await given(sameBits, sameBits, rated(0));
    const anchor = context.history.find(({ spec }) => spec.parameters['preset'] === 'medium');
    const hashes = new Set(context.history.map((record) => record.spec_hash));
    expect(anchor?.spec.encoder).toBe('libx265');

    const check = (await planned(context, hashes)).experiments.find(({ replicate_of }) => replicate_of);

    expect(check).toMatchObject({
      ...{ encoder: 'libx265', parameters: { preset: 'medium' }, replicate_of: anchor?.experiment_id },
      purpose: expect.stringContaining(`a replicate of ${anchor?.experiment_id}`),
    });
    expect(specOfProposed(context, check as ProposedExperiment).replicate_of).toBe(anchor?.experiment_id);
  });

  it('knows what such a replicate repeats when the anchor was measured longer ago than the newest records tell', async () => {
    const isOfAnchor = ({ spec }: ExperimentRecord) => spec.encoder === 'libx265';
    const result = (row: ExperimentRecord) => (isOfAnchor(row) ? rated(0)(row) : sameBits(row));
    const context = await given(result, result, result);
    const anchor = context.history.find(isOfAnchor);
    const hashes = new Set(context.history.map((record) => record.spec_hash));
    const later = { ...context, history: context.history.filter((record) => record !== anchor) };
    expect(diagnose(later)[0]?.rule).toBe('instrumentation-fault');

    const { experiments } = await planned(later, hashes);

    const again = experiments.filter(
      ({ encoder, parameters }) => encoder === 'libx265' && parameters['preset'] === 'medium',
    );
    expect(again).toMatchObject([{ replicate_of: anchor?.experiment_id }]);
  });

  it('doubts the instrument when a replicate gave other bits than what it repeats', () => {
    const context = emptyContext();
    const [original] = rowsOf(context, svtProposal(6), 0).map(rated(-20));
    const proposal = svtProposal(6);
    const experiments = proposal.experiments.map((each) => ({
      ...each,
      replicate_of: original?.experiment_id ?? '',
    }));
    const again = (fingerprint: string) => (row: ExperimentRecord) => {
      const record = measured(row, -20);
      return { ...record, measurement: record.measurement && { ...record.measurement, fingerprint } };
    };
    const found = (fingerprint: string) =>
      diagnose(
        withRecords(context, [
          ...(original ? [original] : []),
          ...rowsOf(context, { ...proposal, experiments }, 1).map(again(fingerprint)),
        ]),
      )[0];

    expect(found('other bits')).toMatchObject({
      rule: 'instrumentation-fault',
      statement: expect.stringContaining('encoding does not repeat itself'),
    });
    expect(found(original?.measurement?.fingerprint ?? '')?.rule).not.toBe('instrumentation-fault');
  });

  it('believes the instrument again once its check has passed, and leaves what had no effect', async () => {
    const idle = (row: ExperimentRecord) => {
      const { aq_mode: _aqMode, ...parameters } = row.spec.parameters;
      const ran = { encoder: row.spec.encoder, parameters };
      const record = measured(row, trueBdRate(ran));
      const fingerprint = `bits of ${JSON.stringify(ran)}`;
      return { ...record, measurement: record.measurement && { ...record.measurement, fingerprint } };
    };
    const empty = emptyContext();
    const [plain] = rowsOf(empty, svtProposal(6), 0);
    const [same] = rowsOf(empty, svtProposal(6, { aq_mode: 1 }), 1);
    if (plain === undefined || same === undefined) throw new Error('the proposals are empty');
    const doubtful = withRecords(empty, [idle(plain), idle(same)]);
    expect(diagnose(doubtful)[0]?.rule).toBe('instrumentation-fault');

    const recorded = new Set(doubtful.history.map(({ spec_hash }) => spec_hash));
    const check = await planned(doubtful, recorded);
    const checked = withRecords(doubtful, rowsOf(doubtful, check, 2).map(idle));
    const findings = diagnose(checked);
    expect(findings[0]?.rule).not.toBe('instrumentation-fault');
    expect(findings.find(({ rule }) => rule === 'no-effect')?.statement).toContain(
      'libsvtav1 preset 6 and libsvtav1 preset 6, aq mode 1 gave identical results',
    );
    const next = await planned(checked, new Set(checked.history.map(({ spec_hash }) => spec_hash)));
    expect(
      next.experiments.some(({ encoder, parameters }) => encoder === 'libsvtav1' && 'aq_mode' in parameters),
    ).toBe(false);
  });

  it('with one arm, check and another experiment take turns until the doubt is gone', async () => {
    const empty = emptyContext({ arms: 1 });
    const same = [svtProposal(6), svtProposal(6, { aq_mode: 1 })].flatMap((proposal, index) =>
      rowsOf(empty, proposal, index).map(sameBits),
    );
    let context = withRecords(empty, same);
    const encoders: string[] = [];
    for (let index = 2; diagnose(context)[0]?.rule === 'instrumentation-fault' && index < 8; index++) {
      const proposal = await planned(context, new Set(context.history.map(({ spec_hash }) => spec_hash)));
      encoders.push(...proposal.experiments.map(({ encoder }) => encoder));
      context = withRecords(
        context,
        rowsOf(context, proposal, index).map((row) => measured(row, row.spec.encoder === 'libx265' ? 0 : -9)),
      );
    }
    expect(encoders[0]).toBe('libx265');
    expect(encoders.length).toBeLessThanOrEqual(2);
  });

  it('does not believe an anchor that passes while everything still gives the same bits', async () => {
    const context = await given(sameBits, sameBits);
    const check = await planned(context, new Set(context.history.map(({ spec_hash }) => spec_hash)));
    const again = withRecords(context, rowsOf(context, check, 1).map(sameBits));
    expect(diagnose(again)[0]?.rule).toBe('instrumentation-fault');
  });

  it("doubts the instrument when the anchor's own configuration does not come to 0", async () => {
    const context = emptyContext();
    const rows = rowsOf(context, await planned(context), 0);
    const measure = (anchor: number) =>
      diagnose(
        withRecords(
          context,
          rows.map((row) => measured(row, row.spec.encoder === 'libx265' ? anchor : trueBdRate(row.spec))),
        ),
      )[0];
    expect(measure(0)?.rule).toBe('rate-bound');
    expect(measure(4)).toMatchObject({
      rule: 'instrumentation-fault',
      statement: expect.stringContaining('came to +4.0 % where 0 was due'),
    });
  });
});
