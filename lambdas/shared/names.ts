/**
 * The words that stack, Lambdas, task and local machine must spell alike. Imports nothing, so that every side may read it.
 */

/** Environment variables of the Lambdas and the codec task. */
export const ENVIRONMENT = {
  experimentsTable: 'EXPERIMENTS_TABLE',
  reasoningTable: 'REASONING_TABLE',
  /** `s3://bucket` in AWS, `file:///folder` on one machine. */
  artifactsUrl: 'ARTIFACTS_URL',
  /** JSON of {@link ./settings.ts LabSettings}. */
  settings: 'LAB_SETTINGS',
  campaign: 'CAMPAIGN',
  experimentId: 'EXPERIMENT_ID',
  /** Number of the experiment's shard that the task measures; absent or empty: all of it. */
  shard: 'SHARD',
  /** Which of its tasks the codec task carries out, one of `TASKS`; absent: the experiment that the row describes. */
  task: 'TASK',
  /** What a task beside experiments is to do, as JSON of ./task-input.ts. */
  taskInput: 'TASK_INPUT',
  /** Name or ARN of the Secrets Manager secret that holds the Claude API key; absent or empty: rules only. */
  anthropicSecretId: 'ANTHROPIC_SECRET_ID',
  anthropicApiKey: 'ANTHROPIC_API_KEY',
  /** A Bedrock API key; absent: requests to Bedrock are signed with the program's own credentials. */
  bedrockToken: 'AWS_BEARER_TOKEN_BEDROCK',
  /** ARN of the cluster whose tasks the planner may stop; absent or empty on one machine. */
  cluster: 'CLUSTER',
  ffmpegPath: 'FFMPEG_PATH',
  /** Number of the open pipe in which the task finds the path to its role's credentials; absent on one machine. */
  credentialsPathDescriptor: 'CREDENTIALS_PATH_DESCRIPTOR',
} as const;

export const TABLE_PREFIX = 'ai-video-codec';

/** Sort keys of the two tables; the partition key of both is `campaign`. */
export const TABLE_KEYS = {
  partition: 'campaign',
  reasoningSort: 'reasoning_id',
  experimentsSort: 'experiment_id',
} as const;

/** Partitions of the experiments table that no campaign can be named after: campaign names never start with `#`. */
export const SYSTEM_PARTITIONS = {
  lock: '#lock',
  summary: '#summary',
  control: '#control',
  /** The circuit breaker of each campaign. */
  circuit: '#circuit',
  /** One item per spec hash already recorded; the partition is this prefix and the campaign. */
  specs: '#specs#',
  /** What was committed and spent, by month and by commitment. */
  ledger: '#ledger',
} as const;

/** Metrics of a campaign. What a metric costs a month stands in lib/cost.ts: a new one is a decision. */
export const METRICS = {
  namespace: 'CodecLab',
  dimension: 'Campaign',
  experimentsRecorded: 'ExperimentsRecorded',
  experimentsFailed: 'ExperimentsFailed',
  bdRate: 'BdRatePercent',
  bestBdRate: 'BestBdRatePercent',
  /** Of the champion, at the quality floor. */
  bestBitrate: 'BestBitrateMbps',
  /** Middle of the forecast of what was then measured as `bdRate`. */
  forecastBdRate: 'ForecastBdRatePercent',
  confidence: 'ConfidenceScore',
  predictionError: 'PredictionErrorPoints',
  fallbackPlans: 'FallbackPlans',
  llmCost: 'LlmCostUsd',
  /** 1 while the campaign's circuit breaker is open, else 0. */
  circuitOpen: 'CircuitOpen',
  /** The five measures of intelligence, one each. */
  convergence: 'ConvergenceSlopePoints',
  adaptation: 'RefutedLeftShare',
  calibration: 'ForecastCoverage',
  novelty: 'NoveltyDistance',
  efficiency: 'GainPointsPerUsd',
} as const;

/** Metrics of one strategy in a campaign: they have the campaign's dimension and this one. */
export const STRATEGY_METRICS = {
  dimension: 'Strategy',
  /** Lowest BD-rate of the strategy on the present tune clips, validated or not. */
  bestBdRate: 'StrategyBestBdRatePercent',
} as const;

/** Metrics of the laboratory as a whole, without a dimension. */
export const LAB_METRICS = {
  /** Spent and set aside in the calendar month (UTC), which the caps are held against. */
  monthCost: 'MonthCostUsd',
  /** Of that, for the language model. */
  monthLlmCost: 'MonthLlmCostUsd',
  /** 1 where the month's cap kept a planning from an experiment, else 0. */
  budgetRefusals: 'BudgetRefusals',
} as const;

export const SCHEMAS = {
  spec: 'codec-lab.spec.v1',
  result: 'codec-lab.result.v1',
  reasoning: 'codec-lab.reasoning.v1',
  exchange: 'codec-lab.exchange.v1',
  record: 'codec-lab.record.v1',
  summary: 'codec-lab.summary.v2',
  capabilities: 'codec-lab.capabilities.v1',
  verification: 'codec-lab.verification.v1',
  shard: 'codec-lab.shard.v1',
  point: 'codec-lab.point.v1',
  control: 'codec-lab.control.v1',
  scene: 'codec-lab.scene.v1',
} as const;

/** Names of the states in the workflow's definition; the local machine finds its handlers by them. */
export const STATES = {
  receive: 'Receive',
  plan: 'Plan',
  decide: 'IsThereAnythingToRun',
  declined: 'Declined',
  skipped: 'Skipped',
  runArms: 'RunArms',
  runExperiment: 'RunExperiment',
  recordResult: 'RecordResult',
  recordFailure: 'RecordFailure',
  notRecorded: 'NotRecorded',
  isSharded: 'AreThereShards',
  nextShards: 'NextShards',
  runShards: 'RunShards',
  runShard: 'RunShard',
  recordShard: 'RecordShard',
  recordShardFailure: 'RecordShardFailure',
  shardNotRecorded: 'ShardNotRecorded',
  conclude: 'Conclude',
  isFaulty: 'DidTheIterationFail',
  failed: 'IterationFailed',
  done: 'Done',
} as const;

/** States that are there only where tasks run on Spot first. */
export const SPOT_STATES = {
  wasTakenBack: 'DidSpotTakeItBack',
  runOnDemand: 'RunExperimentOnDemand',
  wasShardTakenBack: 'DidSpotTakeTheShardBack',
  runShardOnDemand: 'RunShardOnDemand',
} as const;

/** Name of the only container in the codec task's definition. */
export const CONTAINER_NAME = 'codec-task';

/** What the codec task can be told to do by `TASK`. */
export const TASKS = ['experiment', 'measure', 'verify'] as const;
export type TaskName = (typeof TASKS)[number];

/** Ways to code a clip: an off-the-shelf encoder alone, one with a fitted restoration behind it, or what costs least of several. */
export const STRATEGIES = ['conventional', 'hybrid', 'auto'] as const;
/** Name of a strategy: one of these, or one that a later program has declared. */
export type Strategy = string;

export const EXPERIMENT_STATUSES = ['planned', 'running', 'succeeded', 'failed', 'abandoned'] as const;
export const VERDICTS = ['confirmed', 'refuted', 'inconclusive', 'suspect'] as const;

/**
 * Who proposed an experiment: a language model, the model-based search, a mutation of the champion, a random draw, the
 * planning rules (first measurements, checks of the instrument, confirmations), or a person.
 */
export const PROPOSAL_SOURCES = ['llm', 'model', 'mutation', 'random', 'rules', 'manual'] as const;
export type ProposalSource = (typeof PROPOSAL_SOURCES)[number];

export const ENCODERS = ['libx264', 'libx265', 'libvpx-vp9', 'libsvtav1', 'libaom-av1'] as const;
export type Encoder = (typeof ENCODERS)[number];

/** What the planner may use before a task has reported what its ffmpeg can do. */
export const ENCODERS_BEFORE_CAPABILITIES = ['libx264', 'libx265'] as const satisfies readonly Encoder[];

/** Clips that the task renders itself. `predecessor` is the earlier project's test recipe, noise included. */
export const SYNTHETIC_RECIPES = ['drifting-texture', 'predecessor', 'moving-objects'] as const;

/**
 * How an experiment can fail as data. `infrastructure`, `out-of-memory`, `stopped`, `timeout`, `disk-full`, `no-result`
 * say nothing about the idea that was tried; the others do.
 */
export const FAILURE_CLASSES = [
  'invalid-spec',
  'unsupported',
  'clip-unreadable',
  'clip-unsuitable',
  'encode-failed',
  'decode-failed',
  'frame-mismatch',
  'check-failed',
  'timeout',
  'disk-full',
  'out-of-memory',
  'stopped',
  'infrastructure',
  'no-result',
  'invalid-result',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Failure classes that count against the machine and never against the idea. */
export const INFRASTRUCTURE_CLASSES = [
  'timeout',
  'disk-full',
  'out-of-memory',
  'stopped',
  'infrastructure',
  'no-result',
] as const satisfies readonly FailureClass[];

/** The quality floor of the operating point: PSNR-YUV in dB and luma SSIM, both as means over frames. */
export const QUALITY_FLOOR = { psnrYuv: 35, ssim: 0.95 } as const;

/** Bitrate saving against HEVC at equal quality, in percent, best first. */
export const TIERS = [90, 70, 50] as const;

/** Bitrates in Mbit/s at the quality floor that the first project set itself as milestones. */
export const MILESTONES_MBPS = [5, 1, 0.5] as const;
