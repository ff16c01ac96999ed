import type { Template, TemplateResource } from '../../../lib/synthesise.ts';
import { DEPLOYED, deployedArn } from './call.ts';

type Resources = Template['Resources'];

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Effect: string;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

const PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': DEPLOYED.region,
  'AWS::AccountId': DEPLOYED.account,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** All policies of a role, filled in as its deployment would. */
export function policiesOf(resources: Resources, role: string): PolicyDocument[] {
  return Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && isFor(Properties, role))
    .map(({ Properties }) => filledIn(Properties?.['PolicyDocument'], resources) as PolicyDocument);
}

/** The only resource of a type, by its logical id. */
export function onlyOf(resources: Resources, type: string): [string, TemplateResource] {
  const [found, ...others] = Object.entries(resources).filter(([, { Type }]) => Type === type);
  if (found === undefined || others.length > 0) throw new Error(`expected one ${type}`);
  return found;
}

/** Logical id that a property refers to. */
export function referred(resource: TemplateResource, property: string): string {
  const { 'Fn::GetAtt': attribute } = resource.Properties?.[property] as { 'Fn::GetAtt': [string, string] };
  return attribute[0];
}

function isFor(properties: TemplateResource['Properties'], role: string): boolean {
  const roles = (properties?.['Roles'] ?? []) as { readonly Ref?: string }[];
  return roles.some(({ Ref }) => Ref === role);
}

function filledIn(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((inner) => filledIn(inner, resources));
  if (value === null || typeof value !== 'object') return value;
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
    'Fn::Sub': pattern,
  } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return PARAMETERS[Ref] ?? nameOrArn(Ref, resources);
  if (Array.isArray(attribute) && attribute[1] === 'Arn') return arnOf(attribute[0], resources);
  if (Array.isArray(attribute) && attribute[1] === 'Name') return attribute[0];
  if (Array.isArray(join)) return (filledIn(join[1], resources) as string[]).join(join[0]);
  if (typeof pattern === 'string')
    return pattern.replaceAll(/\$\{([^}]+)\}/g, (_all, name) => PARAMETERS[name] ?? name);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner, resources)]));
}

/** Of clusters alone a policy has the name too, within the ARNs of their tasks. */
function nameOrArn(id: string, resources: Resources): string {
  return resources[id]?.Type === 'AWS::ECS::Cluster' ? DEPLOYED.cluster : arnOf(id, resources);
}

/** A policy refers to all else for its ARN. */
function arnOf(id: string, resources: Resources): string {
  const { Type, Properties } = resources[id] ?? { Type: 'nothing' };
  switch (Type) {
    case 'AWS::DynamoDB::Table':
      return deployedArn.table(String(Properties?.['TableName']));
    case 'AWS::S3::Bucket':
      return deployedArn.bucket(DEPLOYED.bucket);
    case 'AWS::Lambda::Function':
      return deployedArn.function(id);
    case 'AWS::IAM::Role':
      return deployedArn.role(id);
    case 'AWS::Logs::LogGroup':
      return deployedArn.logGroup(id);
    case 'AWS::ECS::Cluster':
      return deployedArn.cluster(DEPLOYED.cluster);
    case 'AWS::ECS::TaskDefinition':
      return deployedArn.taskDefinition(String(Properties?.['Family']));
    case 'AWS::StepFunctions::StateMachine':
      return deployedArn.machine(id);
    case 'AWS::SQS::Queue':
      return deployedArn.queue(id);
    default:
      throw new Error(`a policy names ${id}, a ${Type}: add its ARN to test/stack/rights/roles.ts`);
  }
}
