import * as z from 'zod';
import { CampaignName } from '../shared/spec.ts';

/** What a widget may show. */
export const VIEWS = ['runs', 'reasoning', 'calibration', 'ledger'] as const;
export type View = (typeof VIEWS)[number];

/** The console's theme, as far as an event tells it. */
export const Themed = z.object({ widgetContext: z.object({ theme: z.enum(['light', 'dark']) }) });

const Milliseconds = z.number().min(0).max(8.64e15);
const Span = z.object({ start: Milliseconds, end: Milliseconds });

/** What CloudWatch calls a custom widget with: the widget's parameters beside what the dashboard shows. */
export const WidgetEvent = z.object({
  view: z.enum(VIEWS).default('reasoning'),
  campaign: CampaignName.default('default'),
  /** Hours (UTC) at which the schedule starts a run; none where it is off. */
  startHours: z.array(z.int().min(0).max(23)).max(24).default([]),
  /** Asked by the console's editor: answer with what the widget takes. */
  describe: z.boolean().default(false),
  widgetContext: z
    .object({
      /** What the dashboard shows, milliseconds since 1970; `zoom` where a person has narrowed it. */
      timeRange: Span.extend({ zoom: Span.optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .prefault({}),
});
export type WidgetEvent = z.output<typeof WidgetEvent>;

export interface TimeRange {
  readonly start: Date;
  readonly end: Date;
}

const DEFAULT_DAYS = 14;

/** The time that a widget is to show; the newest two weeks where the dashboard does not say. */
export function timeRange({ widgetContext }: WidgetEvent, now: Date): TimeRange {
  const shown = widgetContext.timeRange;
  const { start, end } = shown?.zoom ??
    shown ?? { start: now.getTime() - DEFAULT_DAYS * 86_400_000, end: now.getTime() };
  return { start: new Date(start), end: new Date(end) };
}
