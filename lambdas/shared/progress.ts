import * as z from 'zod';

/** A line of the codec task's standard output: its log in AWS, the progress bars of the local machine. */
export const ProgressEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('experiment-started'),
    experiment_id: z.string(),
    encoder: z.string(),
    clips: z.int(),
  }),
  z.object({
    event: z.literal('step'),
    experiment_id: z.string(),
    clip: z.string(),
    stage: z.enum(['source', 'anchor', 'encode', 'decode', 'measure']),
    /** What runs, for example `libx264 crf 27`. */
    label: z.string(),
    /** Share of the experiment that is done, 0 to 1, never falling. */
    fraction: z.number().min(0).max(1),
    /** Share of this step that is done, 0 to 1. */
    step_fraction: z.number().min(0).max(1),
  }),
  z.object({
    event: z.literal('note'),
    experiment_id: z.string(),
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
  }),
  z.object({
    event: z.literal('experiment-finished'),
    experiment_id: z.string(),
    status: z.enum(['succeeded', 'failed', 'partial']),
    message: z.string(),
  }),
]);
export type ProgressEvent = z.output<typeof ProgressEvent>;
export type ReportProgress = (event: ProgressEvent) => void;
