import { claudeError, claudeMessage, type ScriptedAnswer } from '../support/fake-claude.ts';
import { dice, drawn } from './dice.ts';

/** What the model's service answers, and how often. */
const ANSWERS = {
  'a plan': 45,
  'a plan with NaN': 6,
  'an unknown encoder': 6,
  'no JSON': 6,
  'cut short': 5,
  refused: 4,
  overloaded: 6,
  'internal error': 5,
  'rate limited': 4,
  'wrong key': 3,
  'a reset': 4,
  'half a body': 4,
  'no answer': 2,
} as const;

const OVERLOADED = claudeError(529, 'overloaded_error', 'Overloaded');

/** Questions of a day of four iterations, each asked and asked again. */
const OUTAGE = { from: 50, until: 74 };

interface Proposed {
  readonly encoder: string;
  readonly preset: number | string;
}

const USUAL: Proposed = { encoder: 'libx265', preset: 'medium' };

/** Configurations that the model proposes. */
const PROPOSED: readonly Proposed[] = [
  ...['6', '7', '8', '9', '10'].map((preset) => ({ encoder: 'libsvtav1', preset: Number(preset) })),
  ...['slow', 'slower', 'fast', 'faster'].map((preset) => ({ encoder: 'libx265', preset })),
  ...['slow', 'fast', 'veryfast'].map((preset) => ({ encoder: 'libx264', preset })),
];

/** So many answers of a service that is often at fault, by a seed. */
export function scriptedAnswers(seed: number, count: number): [ScriptedAnswer, ...ScriptedAnswer[]] {
  const answer = (index: number) =>
    index >= OUTAGE.from && index < OUTAGE.until
      ? OVERLOADED
      : answerOf(drawn(ANSWERS, dice(seed, 'answer', index)), seed, index);
  return [answer(0), ...Array.from({ length: count }, (_, index) => answer(index + 1))];
}

function answerOf(name: keyof typeof ANSWERS, seed: number, index: number): ScriptedAnswer {
  const chosen = PROPOSED[Math.floor(dice(seed, 'proposal', index) * PROPOSED.length)] ?? USUAL;
  const plan = JSON.stringify(planOf(chosen));
  switch (name) {
    case 'a plan':
      return claudeMessage(plan);
    case 'a plan with NaN':
      return claudeMessage(plan.replace('"p50":-12', '"p50":NaN'));
    case 'an unknown encoder':
      return claudeMessage(plan.replace(chosen.encoder, 'libmagic'));
    case 'no JSON':
      return claudeMessage('I would rather talk about the weather.');
    case 'cut short':
      return claudeMessage(plan.slice(0, 200), { stopReason: 'max_tokens' });
    case 'refused':
      return claudeMessage('', { stopReason: 'refusal' });
    case 'overloaded':
      return OVERLOADED;
    case 'internal error':
      return claudeError(500, 'api_error', 'Internal server error');
    case 'rate limited':
      return claudeError(429, 'rate_limit_error', 'Too many requests');
    case 'wrong key':
      return claudeError(401, 'authentication_error', 'invalid x-api-key');
    case 'a reset':
      return 'reset';
    case 'half a body':
      return 'cut-off';
    case 'no answer':
      return 'hang';
  }
}

function planOf({ encoder, preset }: Proposed) {
  return {
    root_cause: 'the rate is bound by effort',
    ...{ insights: [], disagreements: [], regions: [], risks: ['the world is simulated'] },
    hypothesis: `${encoder} at preset ${preset} saves bits`,
    next_experiment: { approach: 'try an encoder', changes: [`${encoder} preset ${preset}`] },
    confidence_score: 0.6,
    experiments: [
      {
        encoder,
        parameters: [{ key: 'preset', value: preset }],
        purpose: 'to see what it brings',
        expected_bd_rate: { p10: -30, p50: -12, p90: 5 },
        expected_bitrate_mbps: { p10: 0.6, p50: 1, p90: 1.4 },
        improvement_probability: 0.4,
      },
    ],
  };
}
