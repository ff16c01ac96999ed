import { ECSClient } from '@aws-sdk/client-ecs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { ALL_SPACES } from '../../codec-task/codecs/spaces.ts';
import { optional, required } from '../shared/environment.ts';
import { loggedCall } from '../shared/logged-call.ts';
import { ENVIRONMENT } from '../shared/names.ts';
import { parseSettings } from '../shared/settings.ts';
import { documentClient } from '../shared/stores/document-client.ts';
import { openArtifactStore } from '../shared/stores/open-artifact-store.ts';
import type { PlannerAnswer } from '../shared/workflow.ts';
import { CloudExecutions, type Executions } from './executions.ts';
import { findAccess } from './llm/access/find-access.ts';
import { askClaude } from './llm/ask-claude.ts';
import { idsOf, planningTold } from './log.ts';
import { planIteration } from './plan-iteration.ts';
import type { Surroundings } from './surroundings.ts';

const settings = parseSettings(JSON.parse(optional(process.env, ENVIRONMENT.settings) ?? '{}'));

const surroundings: Surroundings = {
  tables: {
    client: documentClient(),
    experiments: required(process.env, ENVIRONMENT.experimentsTable),
    reasoning: required(process.env, ENVIRONMENT.reasoningTable),
  },
  store: openArtifactStore(required(process.env, ENVIRONMENT.artifactsUrl)),
  settings,
  spaces: ALL_SPACES,
  findKey: () => findAccess(settings.llm, process.env),
  ask: (context, findings, key, keeper) =>
    askClaude(context, findings, { key, keeper, environment: process.env }),
  executions: openExecutions(optional(process.env, ENVIRONMENT.cluster)),
  now: () => new Date(),
  print: (line) => process.stdout.write(`${line}\n`),
};

function openExecutions(cluster: string | undefined): Executions | undefined {
  return cluster === undefined
    ? undefined
    : new CloudExecutions({ sfn: new SFNClient({}), ecs: new ECSClient({}) }, cluster);
}

/** Planner Lambda: reads the campaign, reasons, writes the plan, answers with ids. May be called again at any time. */
export function handler(event: unknown): Promise<PlannerAnswer> {
  return loggedCall(surroundings, idsOf(event), () => planIteration(surroundings, event), planningTold);
}
