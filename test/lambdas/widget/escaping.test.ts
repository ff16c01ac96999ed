import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../lambdas/widget/html.ts';
import { predictedAgainstMeasured } from '../../../lambdas/widget/predicted-against-measured.ts';
import { newestReasoning } from '../../../lambdas/widget/views/reasoning.ts';
import { givenPlanned, givenReasoning, givenSuccess } from '../recorder/given.ts';

/** Text that would be markup, or end an attribute, if it were not escaped. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('<script>alert(1)</script>', '"', "'", '&', '&lt;', '<', '>', '<img src=x onerror=a>'),
      fc.constantFrom('</td>', '</svg>', '<!--', '-->', ']]>', '</style>', '\u202e', '\u0000'),
      fc.string({ maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `x${parts.join('')}`);

/** A value whose every text is replaced; times, enumerations and identifiers of sets too. */
function withTexts(value: unknown, text: string, keep: readonly string[]): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, text, keep));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      keep.includes(key) ? inner : withTexts(inner, text, keep),
    ]),
  );
}

/** What steers the page's own structure and is an enumeration or a time by schema. */
const STEERING = ['mode', 'timestamp', 'status', 'verdict', 'experiment_id', 'kind'];

const reasoning = {
  ...givenReasoning([givenPlanned(0), givenPlanned(1)]),
  insights: [{ text: 'a', evidence: ['b', 'c'] }],
  risks: ['d'],
  fallback_reason: 'e',
  outcome: { verdict: 'confirmed' as const, text: 'f', concluded_at: '2026-11-23T09:00:00.000Z' },
};

const tagsOf = (markup: string) => markup.match(/<[^>]*>/g);

describe('no text of any field', () => {
  it.each(['llm', 'fallback', 'manual'] as const)('becomes markup in a reasoning of mode %s', (mode) => {
    const plain = newestReasoning({ ...reasoning, mode }, [givenSuccess(0, -6)]).markup;
    fc.assert(
      fc.property(hostile, (text) => {
        const changed = withTexts({ ...reasoning, mode }, text, STEERING) as typeof reasoning;
        const { markup } = newestReasoning(changed, [givenSuccess(0, -6)]);
        expect(tagsOf(markup)).toEqual(tagsOf(plain));
        expect(markup).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('becomes markup or leaves its place in the chart', () => {
    const record = givenSuccess(0, -6);
    const plain = predictedAgainstMeasured([record]).markup;
    fc.assert(
      fc.property(hostile, (experiment_id) => {
        const { markup } = predictedAgainstMeasured([{ ...record, experiment_id }]);
        expect(tagsOf(markup)).toEqual(tagsOf(plain));
      }),
    );
  });

  it('changes when a browser reads it back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"']/);
        const read = markup
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(read).toBe(text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' '));
      }),
    );
  });
});
