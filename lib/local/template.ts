import { NamedError } from '../../lambdas/shared/errors.ts';

/** A template uses something that this machine cannot stand in for. */
export class UnresolvableTemplateError extends NamedError {
  constructor(message: string) {
    super('UnresolvableTemplate', message);
  }
}

/** As much of a CloudFormation resource as the local machine reads. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}
export type Resources = Readonly<Record<string, Resource>>;

/** What CloudFormation would fill in, fixed for one machine. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '000000000000',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'CodecLab',
};

/** Property that a Ref to such a resource gives; for every other type the logical id stands for the physical name. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECS::TaskDefinition': 'Family',
};

/**
 * A value of a template as it would be after deployment: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select and Fn::Split
 * are carried out, everything else stays.
 * @throws UnresolvableTemplateError for any other function and for a reference to nothing.
 */
export function resolveValue(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((inner) => resolveValue(inner, resources));
  if (value === null || typeof value !== 'object') return value;
  const [entry, ...others] = Object.entries(value);
  const [name, argument] = entry ?? [];
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::')))
    return callFunction(name, argument, resources);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolveValue(inner, resources)]),
  );
}

/** A value that must come out as text. @throws UnresolvableTemplateError */
export function resolveText(value: unknown, resources: Resources): string {
  const resolved = resolveValue(value, resources);
  if (typeof resolved === 'string' || typeof resolved === 'number') return String(resolved);
  throw new UnresolvableTemplateError(
    `${JSON.stringify(value)} gives ${JSON.stringify(resolved)} where text is needed`,
  );
}

function callFunction(name: string, argument: unknown, resources: Resources): unknown {
  switch (name) {
    case 'Ref':
      return reference(String(argument), resources);
    case 'Fn::GetAtt':
      return attribute(argument, resources);
    case 'Fn::Join': {
      const [separator, parts] = list(name, resolveValue(argument, resources));
      return list(name, parts).join(String(separator));
    }
    case 'Fn::Split': {
      const [separator, text] = list(name, resolveValue(argument, resources));
      return String(text).split(String(separator));
    }
    case 'Fn::Select': {
      const [index, parts] = list(name, resolveValue(argument, resources));
      return list(name, parts)[Number(index)];
    }
    case 'Fn::Sub':
      return substitute(argument, resources);
    default:
      throw new UnresolvableTemplateError(
        `the template uses ${name}, which the local machine does not know: extend lib/local/template.ts`,
      );
  }
}

function reference(target: string, resources: Resources): string {
  const pseudo = PSEUDO_PARAMETERS[target];
  if (pseudo !== undefined) return pseudo;
  const { Type, Properties } = existing(target, resources);
  const named = Properties?.[NAMED_BY[Type] ?? ''];
  return typeof named === 'string' ? named : target;
}

function attribute(argument: unknown, resources: Resources): string {
  const [target = '', ...path] = typeof argument === 'string' ? argument.split('.') : list('', argument);
  const { Type } = existing(String(target), resources);
  const name = path.join('.');
  if (name !== 'Arn') return `${target}.${name}`;
  const [, service = 'local'] = Type.split('::');
  const kind = Type === 'AWS::Lambda::Function' ? 'function:' : '';
  return `arn:aws:${service.toLowerCase()}:us-east-1:000000000000:${kind}${target}`;
}

function substitute(argument: unknown, resources: Resources): string {
  const [pattern, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = (given ?? {}) as Readonly<Record<string, unknown>>;
  return String(pattern).replaceAll(/\$\{([^}]+)\}/g, (_match, name: string) => {
    // Fn::Sub writes a literal ${Name} as ${!Name}.
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in variables) return resolveText(variables[name], resources);
    return name.includes('.') ? attribute(name, resources) : reference(name, resources);
  });
}

function existing(target: string, resources: Resources): Resource {
  const resource = resources[target];
  if (resource !== undefined) return resource;
  throw new UnresolvableTemplateError(`the template refers to ${target}, which it does not contain`);
}

function list(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new UnresolvableTemplateError(`${name} has ${JSON.stringify(value)} where a list is needed`);
}
