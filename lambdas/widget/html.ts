/** Markup that is safe to show: made by {@link html} alone, which escapes every text that goes into it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Content = Html | string | number | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and those that turn writing round: text of a model or of the web must not rearrange the page. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Template whose texts and numbers are escaped and whose markup is kept. Attributes in it stand in double quotes. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.reduce((markup, part, index) => markup + markupOf(contents[index - 1] ?? '') + part));
}

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (typeof content === 'object') return content.map(({ markup }) => markup).join('');
  return escaped(String(content));
}

function escaped(text: string): string {
  return text.replaceAll(CONTROLS, ' ').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
