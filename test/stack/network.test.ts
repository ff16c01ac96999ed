import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../lib/config.ts';
import { estimateMonthlyCost, usageOf } from '../../lib/cost.ts';
import { synthesise, type Template } from '../../lib/synthesise.ts';
import { TEST_CONTEXT } from '../support/synthesis.ts';
import { template } from './synthesised.ts';

const outdir = mkdtempSync(join(tmpdir(), 'codec-lab-network-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const endpoints = ({ Resources }: Pick<Template, 'Resources'>) =>
  Object.values(Resources).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::EC2::VPCEndpoint' && Properties?.['VpcEndpointType'] === 'Interface',
  );
/** What is said of public addresses wherever a task is run; ECS gives none where nothing is said. */
const addresses = ({ Resources }: Pick<Template, 'Resources'>) =>
  JSON.stringify(Resources)
    .replaceAll('\\', '')
    .match(/"AssignPublicIp":"\w+"/g) ?? [];

describe('a network with endpoints for all that a task needs', () => {
  let closed: Template;
  beforeAll(() => {
    closed = synthesise({ outdir, context: { ...TEST_CONTEXT, interfaceEndpoints: true } }).template;
  });

  it('has those of the image registry and of the logs, by their usual names, open to the task alone', () => {
    const services = JSON.stringify(endpoints(closed).map(({ Properties }) => Properties?.['ServiceName']));
    for (const service of ['ecr.api', 'ecr.dkr', 'logs']) expect(services).toContain(service);
    expect(endpoints(closed)).toHaveLength(3);
    for (const { Properties } of endpoints(closed))
      expect(Properties).toMatchObject({ PrivateDnsEnabled: true });
    const ingress = Object.values(closed.Resources).filter(
      ({ Type }) => Type === 'AWS::EC2::SecurityGroupIngress',
    );
    expect(ingress).toHaveLength(3);
    for (const { Properties } of ingress)
      expect(Properties).toMatchObject({
        FromPort: 443,
        ToPort: 443,
        SourceSecurityGroupId: expect.anything(),
      });
  });

  it('has no way out, for no task and by no NAT', () => {
    expect(addresses(closed).filter((said) => said.includes('ENABLED'))).toEqual([]);
    expect(Object.values(closed.Resources).map(({ Type }) => Type)).not.toContain('AWS::EC2::NatGateway');
    expect(Object.values(closed.Resources).map(({ Type }) => Type)).not.toContain(
      'AWS::EC2::InternetGateway',
    );
  });

  it('is a choice, because it costs more than the tasks of the default configuration', () => {
    const { Resources } = template.toJSON() as Template;
    expect(endpoints({ Resources })).toEqual([]);
    expect(addresses({ Resources })).toEqual(Array(2).fill('"AssignPublicIp":"ENABLED"'));
    const monthly = (context: Record<string, unknown>) => estimateMonthlyCost(usageOf(parseConfig(context)));
    const open = monthly({});
    expect(monthly({ interfaceEndpoints: true }).total - open.total).toBeCloseTo(43.8, 6);
    expect(open.fargate).toBeLessThan(43.8);
  });
});
