import { VIEWS } from './widget-event.ts';

/** What the console's editor shows of the widget, in Markdown. */
export const DESCRIPTION = `## Codec Lab
Shows what the laboratory thinks, read from its tables; it changes nothing.

Parameters, both optional:

\`\`\`yaml
view: ${VIEWS.join(' | ')}
campaign: default
\`\`\`
`;
