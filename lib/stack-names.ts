/** Name of the stack in CloudFormation; a change of it is a new laboratory. */
export const STACK_NAME = 'CodecLab';

/** Outputs that programs at a terminal read, by what they hold. */
export const NAMED_OUTPUTS = {
  stateMachine: 'StateMachineArn',
  experimentsTable: 'ExperimentsTable',
  reasoningTable: 'ReasoningTable',
  artifactsBucket: 'ArtifactsBucket',
  plannerLog: 'PlannerLog',
  taskLog: 'TaskLog',
  recorderLog: 'RecorderLog',
} as const;
