import type { Finding, PlanningContext } from '../../planning.ts';
import { answerSchema } from '../answer/answer-schema.ts';
import type { AnswerBounds } from '../answer/read-answer.ts';
import { usableEncoders } from '../usable-encoders.ts';
import { digest } from './digest/digest.ts';
import { FENCES, fence } from './fence.ts';
import { INSTRUCTIONS } from './instructions.ts';

/** Everything that a model is told before it plans, and what its answer may refer to. */
export interface Prompt {
  readonly system: string;
  /** The digest inside its fence. */
  readonly records: string;
  /** The digest without single experiments, which is enough to search the web for. */
  readonly outline: string;
  readonly bounds: AnswerBounds;
}

/** The prompt for a context and its findings; equal ones give equal prompts. */
export function promptOf(context: PlanningContext, findings: readonly Finding[]): Prompt {
  const encoders = usableEncoders(context);
  const whole = digest(context, findings, encoders);
  const { experiments_newest_first: _experiments, ...outline } = whole;
  return {
    system: INSTRUCTIONS,
    records: fence(FENCES.records, whole),
    outline: fence(FENCES.records, outline),
    bounds: {
      encoders,
      arms: context.arms,
      experimentIds: new Set(experimentIdsIn(whole)),
      rules: new Set(whole.findings.map(({ rule }) => rule)),
    },
  };
}

/** The schema of the answer to a prompt. */
export function schemaOf({ bounds }: Prompt) {
  return answerSchema(bounds.encoders, bounds.arms);
}

const EXPERIMENT_ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}-\d{2}$/;

/** Every text in a value that is an experiment's id as a whole: what was shown may be cited. */
function experimentIdsIn(value: unknown): string[] {
  if (typeof value === 'string') return EXPERIMENT_ID.test(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(experimentIdsIn);
}
