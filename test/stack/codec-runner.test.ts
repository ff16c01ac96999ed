import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TASK_SIZE } from '../../lambdas/shared/prices.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { allStates, readDefinition } from './definition.ts';
import { assemblyDirectory, only, resources, template } from './synthesised.ts';

describe('the codec task', () => {
  it('is as large as its price says, on ARM64', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: String(TASK_SIZE.vcpu * 1024),
      Memory: String(TASK_SIZE.memoryGb * 1024),
      EphemeralStorage: { SizeInGiB: TASK_SIZE.storageGb },
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  it('has two minutes to store what it has when it is stopped', () => {
    const [container] = only('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(container).toMatchObject({ Name: 'codec-task', StopTimeout: 120 });
  });

  it('can write to its scratch folder alone, which the image has as a volume of its user', () => {
    const { ContainerDefinitions, Volumes } = only('AWS::ECS::TaskDefinition').Properties;
    const [container] = ContainerDefinitions;
    expect(container).toMatchObject({
      ReadonlyRootFilesystem: true,
      MountPoints: [{ ContainerPath: '/scratch', ReadOnly: false, SourceVolume: 'scratch' }],
      LinuxParameters: { InitProcessEnabled: false, Capabilities: { Drop: ['ALL'] } },
    });
    expect(container.Privileged).not.toBe(true);
    expect(container.User).toBeUndefined();
    expect(Volumes).toEqual([{ Name: 'scratch' }]);
    const dockerfile = readFileSync(join(image().folder, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/install -d -o node -g node -m 700 \/scratch$/m);
    expect(dockerfile).toMatch(/^ENV TMPDIR=\/scratch$/m);
    expect(dockerfile).toMatch(/^VOLUME \["\/scratch"\]$/m);
  });

  it('knows the experiments and the artifacts', () => {
    const [container] = only('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(container.Environment.map(({ Name }: { Name: string }) => Name).sort()).toEqual([
      'ARTIFACTS_URL',
      'EXPERIMENTS_TABLE',
    ]);
  });

  it('starts as it is in the image, and says by its exit code what it lacks', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(image().folder, 'main.mjs')], {
      encoding: 'utf8',
      env: {},
    });
    expect(JSON.parse(stderr)).toMatchObject({
      error: 'MissingEnvironment',
      message: expect.stringContaining('CAMPAIGN'),
    });
    expect(status).toBe(TASK_EXIT.missingEnvironment);
  });

  it('is an ARM64 image of the program, its kernels and the Dockerfile, and nothing else', () => {
    const { folder, platform } = image();
    expect(platform).toBe('linux/arm64');
    expect(readdirSync(folder).sort()).toEqual([
      'Dockerfile',
      'comparison-worker.mjs',
      'entry.sh',
      'fit-worker.mjs',
      'main.mjs',
      'quality.wasm',
      'restoration-worker.mjs',
      'restoration.wasm',
      'scene.wasm',
      'trial-worker.mjs',
      'upscaling.wasm',
    ]);
    const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^ENTRYPOINT \["\/app\/entry\.sh"\]$/m);
    expect(dockerfile).toMatch(/^COPY .* \*\.mjs \*\.wasm \/app\/$/m);
  });
});

function image(): { folder: string; platform: string } {
  const { dockerImages } = JSON.parse(readFileSync(join(assemblyDirectory, 'CodecLab.assets.json'), 'utf8'));
  const [first] = Object.values<{ source: { directory: string; platform: string } }>(dockerImages);
  if (first === undefined) throw new Error('the assembly has no image');
  return { folder: join(assemblyDirectory, first.source.directory), platform: first.source.platform };
}

describe('the network', () => {
  it('lets nothing in and HTTPS out', () => {
    const { SecurityGroupIngress, SecurityGroupEgress } = only('AWS::EC2::SecurityGroup').Properties;
    expect(SecurityGroupIngress).toBeUndefined();
    expect(SecurityGroupEgress).toMatchObject([
      { CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
    ]);
  });

  it('has no NAT gateway, and gateways of its own to tables and bucket', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    const services = resources('AWS::EC2::VPCEndpoint').map(([, { Properties }]) =>
      JSON.stringify(Properties.ServiceName),
    );
    expect(services).toHaveLength(2);
    expect(services.join()).toMatch(/\.s3.*\.dynamodb/);
  });

  it('gives the task, and only the task, a public address, in more than one zone', () => {
    const { RunExperiment } = allStates(readDefinition());
    expect(RunExperiment?.['Parameters']).toMatchObject({
      NetworkConfiguration: {
        AwsvpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: [expect.anything(), expect.anything()] },
      },
    });
    for (const [, { Properties }] of resources('AWS::EC2::Subnet'))
      expect(Properties.MapPublicIpOnLaunch).toBe(false);
  });
});
