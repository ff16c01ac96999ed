import { optional, required } from '../shared/environment.ts';
import { ENVIRONMENT } from '../shared/names.ts';
import { parseSettings } from '../shared/settings.ts';
import { documentClient } from '../shared/stores/document-client.ts';
import { handle } from './handle.ts';
import type { Surroundings } from './surroundings.ts';

const surroundings: Surroundings = {
  tables: {
    client: documentClient(),
    experiments: required(process.env, ENVIRONMENT.experimentsTable),
    reasoning: required(process.env, ENVIRONMENT.reasoningTable),
  },
  settings: parseSettings(JSON.parse(optional(process.env, ENVIRONMENT.settings) ?? '{}')),
  now: () => new Date(),
  print: (line) => process.stdout.write(`${line}\n`),
};

/** Widget Lambda: what CloudWatch shows on the dashboard where figures alone do not say it. Reads only. */
export function handler(event: unknown): Promise<string> {
  return handle(surroundings, event);
}
