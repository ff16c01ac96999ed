import { runSimulation } from '@cloud-copilot/iam-simulate';
import { type Call, DEPLOYED, deployedArn } from './call.ts';
import type { PolicyDocument } from './roles.ts';

/** What stands above a role in an account without an organisation's own limits. */
const EVERYTHING = {
  name: 'FullAWSAccess',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/**
 * Whether the policies of a role allow a request, by a policy evaluator that knows every action of AWS and the resources
 * that each may have.
 * @throws for an action that there is not, or a resource that the action cannot have.
 */
export async function isAllowed(
  policies: readonly PolicyDocument[],
  { action, resource }: Pick<Call, 'action' | 'resource'>,
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: deployedArn.role('asking'),
        action,
        resource: { resource, accountId: DEPLOYED.account },
        contextVariables: { 'aws:SecureTransport': 'true' },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [{ orgIdentifier: 'account', policies: [EVERYTHING] }],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === 'error')
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === 'Allowed';
}
