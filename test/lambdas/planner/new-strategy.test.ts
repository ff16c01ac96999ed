import { expect, it } from 'vitest';
import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import { expectedCpuSeconds, tuneShare } from '../../../lambdas/planner/cost.ts';
import { promptOf } from '../../../lambdas/planner/llm/prompt/prompt.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { EncoderSpace } from '../../../lambdas/shared/space.ts';
import { honest, iterate } from './simulated-iterations.ts';
import { emptyContext, measured } from './simulated-world.ts';

/** A strategy that no line of the planner knows: without ffmpeg's encoders, without priors. */
const WAVES: EncoderSpace = {
  strategy: 'procedural',
  encoder: 'waves',
  standard: 'none',
  needs: [],
  qualityControl: { name: 'crf', min: 0, max: 63, ladder: [10, 25, 40, 55] },
  effort: 'effort',
  parameters: {
    effort: { kind: 'integer', min: 0, max: 3, default: 1, about: 'how long it looks' },
    octaves: { kind: 'integer', min: 1, max: 8, default: 4, about: 'waves of a block' },
  },
};
const isWaves = ({ spec }: Pick<ExperimentRecord, 'spec'>) => spec.strategy === 'procedural';
/** More octaves are better, as far as this world goes, and each measurement takes 30 CPU seconds. */
function world(row: ExperimentRecord): ExperimentRecord {
  if (!isWaves(row)) return honest(row);
  const record = measured(row, -60 - Number(row.spec.parameters['octaves'] ?? 4));
  return { ...record, measurement: record.measurement && { ...record.measurement, cpu_seconds: 30 } };
}
const given = () => emptyContext({}, { spaces: [...ALL_SPACES, WAVES], arms: 4 });

it('given a strategy that it has never heard of, the planner measures it in full, learns from it and goes on with it', async () => {
  const context = given();
  const ran = await iterate(context, 6, world);
  const arms = ran.proposals.flatMap(({ experiments }) => experiments);
  const own = arms.filter(({ strategy }) => strategy === 'procedural');
  expect(own.length).toBeGreaterThan(1);
  expect(new Set(own.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(own.length);
  for (const { parameters } of own) expect(parameters).toHaveProperty('effort');
  const rows = ran.context.history.filter(isWaves);
  expect(rows.at(-1)?.spec.screening).toBeUndefined();
  expect(ran.context.summary.champion).toMatchObject({ spec: { strategy: 'procedural', encoder: 'waves' } });
  expect(ran.proposals.at(-1)?.allocation?.strategies).toContainEqual(
    expect.objectContaining({ strategy: 'procedural' }),
  );
});

it('given one whose cost nobody knows, the planner lets it try within an arm, and then counts with what it took', async () => {
  const context = given();
  const waves = { strategy: 'procedural', encoder: 'waves', parameters: { effort: 1 } };
  expect(expectedCpuSeconds(context, waves)).toBe(context.settings.cpu_seconds_per_arm);
  const { context: later } = await iterate(context, 6, world);
  const { parameters = {} } = later.history.find(isWaves)?.spec ?? {};
  expect(expectedCpuSeconds(later, { ...waves, parameters })).toBeCloseTo(30 / tuneShare(context), 6);
});

it('given a language model, the planner tells it of the strategy and what may vary in it', () => {
  const told = JSON.stringify(promptOf(given(), []));
  expect(told).toContain('procedural waves');
  expect(told).toContain('waves of a block');
});
