import { once } from 'node:events';
import { claudeMessage, startFakeClaude } from './fake-claude.ts';

/** One plan that fits any campaign: the encoder is always there, and the effort is the one thing that changes. */
const PLAN = {
  root_cause: 'scripted: a server on this machine plays Claude, and nothing was reasoned',
  disagreements: [],
  insights: [{ text: 'prior knowledge: slower presets of one encoder save bits', evidence: [] }],
  hypothesis: 'libx265 at preset slow needs at least 5 % fewer bits than at medium',
  next_experiment: { approach: 'change the effort alone', changes: ['preset slow instead of medium'] },
  risks: [],
  confidence_score: 0.7,
  experiments: [
    {
      encoder: 'libx265',
      parameters: [{ key: 'preset', value: 'slow' }],
      purpose: 'what effort brings, all else equal',
      expected_bd_rate: { p10: -20, p50: -10, p90: 0 },
      expected_bitrate_mbps: { p10: 6, p50: 9, p90: 12 },
      improvement_probability: 0.85,
    },
  ],
  regions: [
    {
      encoder: 'libx265',
      parameter: 'preset',
      values: ['slow', 'slower'],
      weight: 0.5,
      reason: 'effort pays',
    },
  ],
};

// Answers every question with the same plan until it is stopped, so that full mode can be tried without a key.
await using fake = await startFakeClaude(claudeMessage(PLAN, { inputTokens: 9000, outputTokens: 1500 }));
process.stdout.write(`${fake.url}\n`);
await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
