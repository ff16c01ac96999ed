import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveText, resolveValue } from '../../../lib/local/template.ts';

const RESOURCES = {
  Planner: { Type: 'AWS::Lambda::Function' },
  Rows: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'lab-rows' } },
  Vpc: { Type: 'AWS::EC2::VPC' },
};

const hole = (name: string) => `$\u007b${name}}`;

describe('a template value', () => {
  it.each([
    ['a reference to a table', { Ref: 'Rows' }, 'lab-rows'],
    ['a reference to anything else', { Ref: 'Vpc' }, 'Vpc'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    [
      "a function's ARN",
      { 'Fn::GetAtt': ['Planner', 'Arn'] },
      'arn:aws:lambda:us-east-1:000000000000:function:Planner',
    ],
    ['an attribute', { 'Fn::GetAtt': 'Vpc.DefaultSecurityGroup' }, 'Vpc.DefaultSecurityGroup'],
    ['a join over references', { 'Fn::Join': ['-', ['a', { Ref: 'Rows' }]] }, 'a-lab-rows'],
    ['a selection of a split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [
      'a substitution',
      { 'Fn::Sub': `x ${hole('AWS::Partition')} ${hole('Rows')} ${hole('Planner.Arn')}` },
      /^x aws lab-rows arn:/,
    ],
    [
      'a substitution with its own names',
      { 'Fn::Sub': [`${hole('a')}!`, { a: { Ref: 'Rows' } }] },
      'lab-rows!',
    ],
    ['a literal in a substitution', { 'Fn::Sub': hole('!kept') }, hole('kept')],
  ])('is resolved: %s', (_what, value, expected) => {
    const resolved = resolveText(value, RESOURCES);
    if (expected instanceof RegExp) expect(resolved).toMatch(expected);
    else expect(resolved).toBe(expected);
  });

  it.each([
    [{ 'Fn::ImportValue': 'other' }, 'uses Fn::ImportValue'],
    [{ Ref: 'Nothing' }, 'refers to Nothing'],
    [{ 'Fn::GetAtt': ['Nothing', 'Arn'] }, 'refers to Nothing'],
    [{ 'Fn::Join': 'x' }, 'where a list is needed'],
  ])('that nothing here can stand for is refused: %j', (value, sentence) => {
    expect(() => resolveText(value, RESOURCES)).toThrow(sentence);
  });

  it('without functions stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(resolveValue(value, RESOURCES)).toEqual(value);
      }),
    );
  });
});
