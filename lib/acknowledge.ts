import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of AWS's rule pack on a construct and all below it.
 * @param reasons why each finding, by its id, is right to stay; one sentence.
 */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const findings = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...findings);
}

/** The finding about the right to invoke any version of a function. */
export function invocationOf(program: IFunction): string {
  const id = Stack.of(program).getLogicalId(program.node.defaultChild as CfnElement);
  return `AwsSolutions-IAM5[Resource::<${id}.Arn>:*]`;
}
