import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { inject } from 'vitest';
import { STACK_NAME } from '../../lib/stack-names.ts';

/** A resource as the template has it. */
export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties differ by type, and a wrong path fails its test
  readonly Properties: any;
}

/** Folder of the assembly that all tests of this kind share. */
export const assemblyDirectory = inject('assemblyDirectory');

const json = JSON.parse(readFileSync(join(assemblyDirectory, `${STACK_NAME}.template.json`), 'utf8'));

/** The synthesised stack for assertions on properties. */
export const template = Template.fromJSON(json);

/** Resources of one type, by logical id. */
export function resources(type: string): [id: string, resource: Resource][] {
  const all: Record<string, Resource> = json.Resources;
  return Object.entries(all).filter(([, { Type }]) => Type === type);
}

/** The only resource of a type. */
export function only(type: string): Resource {
  const [first, ...others] = resources(type);
  if (first === undefined || others.length > 0)
    throw new Error(`expected one ${type}, found ${others.length + (first ? 1 : 0)}`);
  return first[1];
}

/** Text of a value as a deployment would fill it: references stand as their logical ids, inside valid ARNs where needed. */
export function filled(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (Ref === 'AWS::Partition') return 'aws';
  if (Ref !== undefined) return String(Ref);
  if (Array.isArray(attribute))
    return attribute[1] === 'Arn'
      ? `arn:aws:lambda:eu-west-1:111111111111:function:${attribute[0]}`
      : String(attribute[0]);
  if (Array.isArray(join)) return (join[1] as unknown[]).map(filled).join(join[0] as string);
  throw new Error(`cannot fill ${JSON.stringify(value)}`);
}
