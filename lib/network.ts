import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Config } from './config.ts';

/** What a task on Fargate needs beside the bucket and the table: its image's manifest and layers, and its log. */
const INTERFACES = {
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
} as const;
/** Zones that the network spans where the account is not known. */
const ZONES = 2;
/** Interface endpoints are billed for each zone. */
export const ENDPOINT_ZONES = ZONES * Object.keys(INTERFACES).length;

/**
 * Public subnets without NAT, which would cost more than the tasks: nothing can reach in, HTTPS can go out. With endpoints
 * for all that a task needs the subnets have no way out, and so it has none to anywhere else.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  /** Of the subnets that tasks run in. */
  readonly subnetType: SubnetType;

  constructor(scope: Construct, id: string, { interfaceEndpoints }: Pick<Config, 'interfaceEndpoints'>) {
    super(scope, id);
    this.subnetType = interfaceEndpoints ? SubnetType.PRIVATE_ISOLATED : SubnetType.PUBLIC;
    this.vpc = new Vpc(this, 'Vpc', {
      natGateways: 0,
      maxAzs: ZONES,
      subnetConfiguration: [
        interfaceEndpoints
          ? { name: 'Closed', subnetType: SubnetType.PRIVATE_ISOLATED }
          : { name: 'Public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
      ],
      gatewayEndpoints: {
        S3: { service: GatewayVpcEndpointAwsService.S3 },
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
    acknowledge(this.vpc, {
      'AwsSolutions-VPC7':
        'Nothing listens here and only HTTPS leaves; flow logs are billed by the GB, turn them on where a policy asks for them.',
    });
    const securityGroup = new SecurityGroup(this, 'TaskSecurityGroup', {
      vpc: this.vpc,
      description: 'Codec task: no way in, HTTPS out',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'image registry, logs, tables, artifacts');
    this.securityGroup = securityGroup;
    if (interfaceEndpoints) this.#addInterfaces();
  }

  #addInterfaces(): void {
    for (const [name, service] of Object.entries(INTERFACES)) {
      const endpoint = this.vpc.addInterfaceEndpoint(name, {
        ...{ service, open: false },
        subnets: { subnetType: this.subnetType },
      });
      endpoint.connections.allowFrom(this.securityGroup, Port.HTTPS, 'the codec task');
    }
  }
}
