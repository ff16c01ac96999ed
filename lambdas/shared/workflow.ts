import * as z from 'zod';
import { ENCODERS, type Encoder } from './names.ts';
import { CampaignName, Parameters } from './spec.ts';
import { StrategyName } from './strategy-name.ts';

const isEncoder = (name: string): name is Encoder => (ENCODERS as readonly string[]).includes(name);

/** One experiment that a person asks for. */
export const ManualExperiment = z
  .strictObject({
    strategy: StrategyName.default('conventional'),
    /** Encoder of that strategy; checked against the declared spaces by the planner. */
    encoder: z.string().min(1).max(40),
    parameters: Parameters.default({}),
  })
  // What anybody can know without the spaces is told before a run is begun.
  .refine(({ strategy, encoder }) => strategy !== 'conventional' || isEncoder(encoder), {
    path: ['encoder'],
    error: `Invalid option: expected one of ${ENCODERS.join(', ')}`,
  });
export type ManualExperiment = z.output<typeof ManualExperiment>;

/** The workflow's input. `{}` is valid; the schedule sends `{"trigger":"schedule"}`. */
export const RunInput = z.strictObject({
  trigger: z.enum(['schedule', 'manual', 'local']).default('manual'),
  campaign: CampaignName.default('default'),
  arms: z.int().min(1).max(8).optional(),
  seed: z.int().min(0).max(0x7fffffff).optional(),
  /** Plan with the encoders of this strategy alone. */
  strategy: StrategyName.optional(),
  /** Run exactly this, recorded as mode `manual`. */
  experiment: ManualExperiment.optional(),
  /** Closes the circuit breaker and lifts a pause before planning. */
  resume: z.boolean().default(false),
  /** Plan only: takes no lock, writes nothing. */
  dryRun: z.boolean().default(false),
});
export type RunInput = z.output<typeof RunInput>;

/** What the state machine hands the planner: the raw input and the execution's own identity. */
export const PlannerEvent = z.object({
  input: z.unknown(),
  /** Execution ARN: owner of the lock, root of all ids; the same on retry and redrive. */
  execution_id: z.string().min(1),
  started_at: z.iso.datetime({ offset: true }),
});
export type PlannerEvent = z.output<typeof PlannerEvent>;

/** One item of the Map: ids, and which shard of the experiment: empty for all of it. */
export const Arm = z.strictObject({
  campaign: z.string(),
  experiment_id: z.string(),
  reasoning_id: z.string(),
  shard: z
    .string()
    .regex(/^\d{0,4}$/)
    .default(''),
});
export type Arm = z.output<typeof Arm>;

/**
 * The planner's answer. `skipped`, beside another execution that is at work, `declined` and `dry-run` carry no arms and say
 * why. Where experiments have shards, the recorder answers the same plan with those that are to run next in the place of the
 * arms: in the answer, or where they are more than {@link MOST_INLINE} under a key of the artifact store; `all-measured`
 * once none is left.
 */
export const PlannerAnswer = z.strictObject({
  decision: z.enum(['run', 'all-measured', 'skipped', 'declined', 'dry-run']),
  reason: z.string(),
  /** Execution that holds the lock; of `skipped` alone. */
  owner: z.string().optional(),
  campaign: z.string(),
  reasoning_id: z.string().nullable(),
  arms: z.array(Arm),
  /** Whether any experiment is measured in shards. */
  sharded: z.boolean().default(false),
  /** How often the shards that are next were asked for. */
  round: z.int().min(0).default(0),
  items_key: z.string().nullable().default(null),
  /** The plan in short, for a dry run; null otherwise. */
  plan: z.unknown().nullable(),
});
export type PlannerAnswer = z.output<typeof PlannerAnswer>;

/** Most items that an inline Map runs side by side (Step Functions' quota of concurrent iterations). */
export const MOST_INLINE = 40;

/** What a Catch leaves in `$.failure`. */
export const CaughtFailure = z.object({ Error: z.string(), Cause: z.string().optional() });
export type CaughtFailure = z.output<typeof CaughtFailure>;

/** The recorder's jobs. */
export const RecorderEvent = z.discriminatedUnion('action', [
  z.object({ action: z.literal('record-result'), ...Arm.shape }),
  z.object({ action: z.literal('record-failure'), ...Arm.shape, failure: CaughtFailure }),
  z.object({ action: z.literal('next-shards'), plan: PlannerAnswer }),
  z.object({
    action: z.literal('conclude'),
    execution_id: z.string().min(1),
    /** True where the execution was ended from outside and this is made up for later. */
    was_interrupted: z.boolean().optional(),
    /**
     * The workflow's whole state: holds `plan` once Plan succeeded and `failure` once something was caught. Before that
     * it is what a person typed, so a `plan` that is none counts as absent.
     */
    state: z.object({
      plan: PlannerAnswer.optional().catch(undefined),
      failure: CaughtFailure.optional(),
      /** What the execution was started with; tells the campaign where nothing was planned. */
      input: z
        .object({ campaign: CampaignName.default('default') })
        .optional()
        .catch(undefined),
    }),
  }),
]);
export type RecorderEvent = z.output<typeof RecorderEvent>;

/** Answer of `record-result` and `record-failure`; of a shard it tells only whether it was measured. */
export interface RecordAnswer {
  readonly experiment_id: string;
  readonly status: string;
  readonly verdict: string | null;
  readonly bd_rate_percent: number | null;
}

/** Answer of `conclude`; `failed` sends the workflow to its Fail state with these words. */
export interface ConcludeAnswer {
  readonly failed: boolean;
  readonly error: string;
  readonly cause: string;
  readonly summary: string;
}

/** Whatever the recorder answers. */
export type RecorderAnswer = RecordAnswer | ConcludeAnswer | PlannerAnswer;
