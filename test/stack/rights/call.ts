/** One request of a program to AWS, as a policy judges it. */
export interface Call {
  /** Whose credentials signed it. */
  readonly program: string;
  readonly action: string;
  readonly resource: string;
}

/** The account and region that the tests deploy to, and the name that the bucket gets there. */
export const DEPLOYED = {
  account: '111111111111',
  region: 'us-east-1',
  bucket: 'codec-lab-artifacts',
  cluster: 'lab',
} as const;

const own = `${DEPLOYED.region}:${DEPLOYED.account}`;

export const deployedArn = {
  table: (name: string) => `arn:aws:dynamodb:${own}:table/${name}`,
  bucket: (name: string) => `arn:aws:s3:::${name}`,
  object: (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`,
  /** Secrets Manager adds six characters of its own to a name. */
  secret: (name: string) => `arn:aws:secretsmanager:${own}:secret:${name}-a1B2c3`,
  function: (name: string) => `arn:aws:lambda:${own}:function:${name}`,
  role: (name: string) => `arn:aws:iam::${DEPLOYED.account}:role/${name}`,
  taskDefinition: (name: string) => `arn:aws:ecs:${own}:task-definition/${name}:1`,
  cluster: (name: string) => `arn:aws:ecs:${own}:cluster/${name}`,
  task: (name: string) => `arn:aws:ecs:${own}:task/${DEPLOYED.cluster}/${name}`,
  rule: (name: string) => `arn:aws:events:${own}:rule/${name}`,
  logGroup: (name: string) => `arn:aws:logs:${own}:log-group:${name}:*`,
  machine: (name: string) => `arn:aws:states:${own}:stateMachine:${name}`,
  queue: (name: string) => `arn:aws:sqs:${own}:${name}`,
} as const;
