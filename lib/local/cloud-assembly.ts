import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import {
  type Resource,
  type Resources,
  resolveText,
  resolveValue,
  UnresolvableTemplateError,
} from './template.ts';

/** A Lambda function as the template declares it, with its bundle on disk. */
export interface LambdaProgram {
  readonly name: string;
  /** Path of the bundled module. */
  readonly module: string;
  readonly exportName: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** The codec task as the template declares it, with the folder that its image is built from. */
export interface TaskProgram {
  readonly family: string;
  readonly container: string;
  /** Path of the program that the image starts. */
  readonly program: string;
  /** Seconds between the request to stop and the kill. */
  readonly stopSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** All of the synthesised stack that one machine needs to run an iteration. */
export interface LabAssembly {
  readonly definition: StateMachineDefinition;
  /** By function ARN, as the definition names them. */
  readonly lambdas: ReadonlyMap<string, LambdaProgram>;
  readonly task: TaskProgram;
  readonly tables: readonly CreateTableCommandInput[];
}

interface AssetManifest {
  readonly files: Readonly<Record<string, FileAsset>>;
  readonly dockerImages: Readonly<Record<string, { readonly source: { readonly directory?: string } }>>;
}
interface FileAsset {
  readonly source: { readonly path: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/**
 * Reads a cloud assembly of the laboratory's one stack.
 * @param directory folder that the synthesis wrote.
 * @throws UnresolvableTemplateError when the template needs more than this machine can stand in for.
 */
export function readAssembly(directory: string): LabAssembly {
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const artifacts: { type: string; properties?: { templateFile?: string } }[] = Object.values(
    read('manifest.json').artifacts,
  );
  const stack = artifacts.find(({ type }) => type === 'aws:cloudformation:stack')?.properties?.templateFile;
  if (stack === undefined) throw new UnresolvableTemplateError(`the assembly in ${directory} has no stack`);
  const resources: Resources = read(stack).Resources;
  const assets: AssetManifest = read(stack.replace('.template.json', '.assets.json'));
  const machine = only(resources, 'AWS::StepFunctions::StateMachine');
  return {
    definition: JSON.parse(resolveText(machine.Properties?.['DefinitionString'], resources)),
    lambdas: readLambdas(directory, resources, assets),
    task: readTask(directory, resources, assets),
    tables: ofType(resources, 'AWS::DynamoDB::Table').map(([, table]) => readTable(table, resources)),
  };
}

function readLambdas(directory: string, resources: Resources, assets: AssetManifest) {
  const lambdas = new Map<string, LambdaProgram>();
  for (const [name, { Properties = {} }] of ofType(resources, 'AWS::Lambda::Function')) {
    const code = Properties['Code'] as { readonly S3Key?: string } | undefined;
    const asset = Object.values(assets.files).find(({ destinations }) =>
      Object.values(destinations).some(({ objectKey }) => objectKey === code?.S3Key),
    );
    // Functions of CDK itself carry their code in the template; the definition names none of them.
    if (asset === undefined) continue;
    const [file = 'index', exportName = 'handler'] = String(Properties['Handler']).split('.');
    lambdas.set(resolveText({ 'Fn::GetAtt': [name, 'Arn'] }, resources), {
      name,
      module: join(directory, asset.source.path, `${file}.mjs`),
      exportName,
      timeoutSeconds: Number(Properties['Timeout'] ?? 3),
      environment: variables(Properties['Environment'], resources),
    });
  }
  return lambdas;
}

function variables(environment: unknown, resources: Resources): Record<string, string> {
  const declared = (environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [name, resolveText(value, resources)]),
  );
}

function readTask(directory: string, resources: Resources, assets: AssetManifest): TaskProgram {
  const { Properties = {} } = only(resources, 'AWS::ECS::TaskDefinition');
  const [container] = Properties['ContainerDefinitions'] as readonly {
    readonly Name: string;
    readonly Image: unknown;
    readonly StopTimeout?: number;
    readonly Environment?: readonly { readonly Name: string; readonly Value: unknown }[];
  }[];
  const image = resolveText(container?.Image, resources);
  const asset = Object.entries(assets.dockerImages).find(([hash]) => image.endsWith(hash))?.[1];
  if (container === undefined || asset?.source.directory === undefined)
    throw new UnresolvableTemplateError(`the image ${image} is not built from a folder of the assembly`);
  return {
    family: String(Properties['Family']),
    container: container.Name,
    program: join(directory, asset.source.directory, 'main.mjs'),
    stopSeconds: container.StopTimeout ?? 30,
    environment: Object.fromEntries(
      (container.Environment ?? []).map(({ Name, Value }) => [Name, resolveText(Value, resources)]),
    ),
  };
}

/** The table as CreateTable takes it: name, keys and billing, without what DynamoDB does for the owner around it. */
function readTable({ Properties = {} }: Resource, resources: Resources): CreateTableCommandInput {
  const { TableName, KeySchema, AttributeDefinitions, BillingMode } = resolveValue(
    Properties,
    resources,
  ) as CreateTableCommandInput;
  return { TableName, KeySchema, AttributeDefinitions, BillingMode };
}

function ofType(resources: Resources, type: string): [string, Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

function only(resources: Resources, type: string): Resource {
  const [found, ...others] = ofType(resources, type);
  if (found !== undefined && others.length === 0) return found[1];
  throw new UnresolvableTemplateError(
    `the template has ${others.length + (found ? 1 : 0)} resources of type ${type}; the local machine runs exactly one`,
  );
}
