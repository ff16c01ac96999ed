import { logLine } from '../shared/log-line.ts';
import { describeIssues } from '../shared/settings.ts';
import { DESCRIPTION } from './describe.ts';
import { type Html, html } from './html.ts';
import { page, type Theme } from './page.ts';
import type { Surroundings } from './surroundings.ts';
import { calibrationView } from './views/calibration.ts';
import { ledgerView } from './views/ledger.ts';
import { reasoningView } from './views/reasoning.ts';
import { runsView } from './views/runs.ts';
import { Themed, timeRange, VIEWS, WidgetEvent } from './widget-event.ts';

/**
 * A widget's answer: HTML, or Markdown where the console's editor asks what it takes. It never throws: a person who looks
 * at a dashboard is better served by a sentence than by the console's notice that a function failed.
 */
export async function handle(surroundings: Surroundings, input: unknown): Promise<string> {
  const now = surroundings.now();
  const theme: Theme = Themed.safeParse(input).data?.widgetContext.theme ?? 'light';
  const parsed = WidgetEvent.safeParse(input ?? {});
  if (!parsed.success) {
    const fault = `The widget's parameters are not valid: ${describeIssues(parsed.error)}. Edit the widget; view is one of ${VIEWS.join(', ')}.`;
    return page(sentence(fault), { theme, now });
  }
  if (parsed.data.describe) return DESCRIPTION;
  return page(await viewOrFault(surroundings, parsed.data, now), { theme, now });
}

async function viewOrFault(surroundings: Surroundings, event: WidgetEvent, now: Date): Promise<Html> {
  const { view, campaign, startHours } = event;
  try {
    switch (view) {
      case 'runs':
        return await runsView(surroundings.tables, campaign, {
          range: timeRange(event, now),
          startHours,
          now,
        });
      case 'reasoning':
        return await reasoningView(surroundings.tables, campaign, timeRange(event, now));
      case 'calibration':
        return await calibrationView(surroundings.tables, campaign, timeRange(event, now));
      case 'ledger':
        return await ledgerView(surroundings, now);
    }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    surroundings.print(logLine({ level: 'error', message: `${name}: ${message}`, campaign, view }, now));
    return sentence(
      `This widget could not read the tables (${name}: ${message.slice(0, 300)}). Refresh it; if it stays, look into its function's log.`,
    );
  }
}

function sentence(text: string): Html {
  return html`<p class="bad">${text}</p>`;
}
