import { setTimeout } from 'node:timers/promises';
import { required } from '../shared/environment.ts';
import { loggedCall } from '../shared/logged-call.ts';
import { ENVIRONMENT } from '../shared/names.ts';
import { documentClient } from '../shared/stores/document-client.ts';
import { openArtifactStore } from '../shared/stores/open-artifact-store.ts';
import type { RecorderAnswer } from '../shared/workflow.ts';
import { handle } from './handle.ts';
import { idsOf, recordingTold } from './log.ts';
import type { Surroundings } from './surroundings.ts';

const surroundings: Surroundings = {
  tables: {
    client: documentClient(),
    experiments: required(process.env, ENVIRONMENT.experimentsTable),
    reasoning: required(process.env, ENVIRONMENT.reasoningTable),
  },
  store: openArtifactStore(required(process.env, ENVIRONMENT.artifactsUrl)),
  now: () => new Date(),
  random: Math.random,
  wait: (milliseconds) => setTimeout(milliseconds),
  print: (line) => process.stdout.write(`${line}\n`),
};

/** Recorder Lambda: turns what a task left into a record, and ends the iteration. May be called again at any time. */
export function handler(event: unknown): Promise<RecorderAnswer> {
  return loggedCall(surroundings, idsOf(event), () => handle(surroundings, event), recordingTold);
}
