import { VIEWS } from './widget-event.ts';

/** What the console's editor shows of the widget, in Markdown. */
export const DESCRIPTION = `## Codec Lab
Shows what the laboratory thinks, read from its tables; it changes nothing.

Parameters, all optional; startHours (UTC) tells the view of runs when the schedule starts one:

\`\`\`yaml
view: ${VIEWS.join(' | ')}
campaign: default
startHours: [0, 6, 12, 18]
\`\`\`
`;
