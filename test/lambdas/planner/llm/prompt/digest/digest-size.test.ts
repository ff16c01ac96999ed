import { expect, it } from 'vitest';
import { DIGEST_CHARACTERS } from '../../../../../../lambdas/planner/llm/prompt/digest/digest.ts';
import { escapedJson } from '../../../../../../lambdas/planner/llm/prompt/fence.ts';
import { FAILURE_CLASSES, PROPOSAL_SOURCES } from '../../../../../../lambdas/shared/names.ts';
import { measuredRecord } from '../../planning-situation.ts';
import { digested, id } from './digested.ts';

it('stays small however long the history and its texts are', () => {
  const wordy = '<'.repeat(600);
  const history = Array.from({ length: 50 }, (_, index) =>
    measuredRecord(id(index), {
      source: 'llm',
      verdict: 'refuted',
      purpose: wordy.slice(0, 400),
      verdict_reason: wordy,
    }),
  );
  const whole = digested(
    { history },
    {
      counts: {
        succeeded: 90_000,
        failed: 10_000,
        by_class: Object.fromEntries(FAILURE_CLASSES.map((name) => [name, 700])),
      },
      lineage: Array.from({ length: 50 }, (_, index) => ({
        experiment_id: id(index),
        bd_rate_percent: -index,
        bd_rate_ssim_percent: null,
        bitrate_mbps: null,
        at: '2026-11-01T00:00:00Z',
      })),
      observations: Array.from({ length: 300 }, (_, index) => ({
        encoder: ['libx264', 'libx265', 'libsvtav1', 'libaom-av1', 'libvpx-vp9'][index % 5] ?? '',
        parameters: { preset: index, tune: 'psnr', scale: 0.5, upscaler: 'lanczos', denoise: 'strong' },
        bd_rate_percent: index,
        experiment_id: id(index),
      })),
      costs: Object.fromEntries(
        Array.from({ length: 100 }, (_, index) => [
          `libx265/${index}`,
          { count: 9, mean_cpu_seconds: 12.3456 },
        ]),
      ),
      sources: Object.fromEntries(
        PROPOSAL_SOURCES.map((source) => [
          source,
          {
            experiments: 9999,
            infrastructure: 9,
            wasted: 9,
            wins: 9,
            gain_points: 1 / 3,
            usd: 1 / 3,
            cpu_seconds: 1,
          },
        ]),
      ),
    },
  );
  expect(escapedJson(whole).length).toBeLessThanOrEqual(DIGEST_CHARACTERS + 200);
  expect(whole.experiments_newest_first.length).toBeGreaterThan(5);
});
