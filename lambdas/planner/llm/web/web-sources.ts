import * as z from 'zod';
import type { WebSource } from '../../../shared/reasoning.ts';
import type { Reply } from '../service/reply.ts';
import { shorten } from '../shorten.ts';

const Result = z.object({
  type: z.literal('web_search_result'),
  url: z
    .string()
    .max(500)
    .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)),
  title: z.string(),
  page_age: z.string().nullish(),
});
const SearchError = z.object({ error_code: z.string() });

/** Pages that the searches in a reply found. A result without a web address is no source. */
export function webSources(content: Reply['content']): WebSource[] {
  return resultBlocks(content)
    .flatMap((block) => (Array.isArray(block['content']) ? block['content'] : []))
    .flatMap((item) => {
      const { data, success } = Result.safeParse(item);
      return success
        ? [
            {
              title: shorten(data.title, 200),
              url: data.url,
              page_age: data.page_age == null ? null : shorten(data.page_age, 40),
            },
          ]
        : [];
    });
}

/** Codes of the searches that failed; such an error comes inside an answer with status 200. */
export function searchErrors(content: Reply['content']): string[] {
  const codes = resultBlocks(content).flatMap((block) => {
    const { data, success } = SearchError.safeParse(block['content']);
    return success ? [shorten(data.error_code, 60)] : [];
  });
  return [...new Set(codes)];
}

function resultBlocks(content: Reply['content']): Reply['content'] {
  return content.filter(({ type }) => type === 'web_search_tool_result');
}
