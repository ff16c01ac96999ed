// Which way imports may go. bin -> lib -> lambdas/shared; planner, recorder and the codec task never see each other's
// code, except that the planner reads what may vary in a strategy (codecs/*/space.ts through codecs/spaces.ts).
const PARTS = {
  bin: '^bin/',
  lib: '^lib/',
  shared: '^lambdas/shared/',
  planner: '^lambdas/planner/',
  recorder: '^lambdas/recorder/',
  task: '^codec-task/',
};

const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: from }, to });

export default {
  forbidden: [
    forbid('no-cycles', '.', { circular: true }, 'a file must not import itself by a detour'),
    forbid(
      'nothing-imports-bin',
      `^(lib|lambdas|codec-task)/`,
      { path: PARTS.bin },
      'the doors are entered, not used',
    ),
    forbid(
      'runtime-not-stack',
      '^(lambdas|codec-task)/',
      { path: PARTS.lib },
      'what runs must not know how it is deployed',
    ),
    forbid(
      'shared-is-the-ground',
      PARTS.shared,
      { path: '^(lambdas/(planner|recorder)|codec-task)/' },
      'the contract imports nobody',
    ),
    forbid(
      'planner-alone',
      PARTS.planner,
      { path: '^(lambdas/recorder|codec-task)/', pathNot: '^codec-task/codecs/spaces\\.ts$' },
      'the planner sees the spaces and no other code of the task',
    ),
    forbid(
      'recorder-alone',
      PARTS.recorder,
      { path: '^(lambdas/planner|codec-task)/' },
      'the recorder judges by the contract only',
    ),
    forbid(
      'task-alone',
      PARTS.task,
      { path: '^lambdas/(planner|recorder)/' },
      'the task measures and neither plans nor judges',
    ),
    forbid(
      'lib-by-contract',
      PARTS.lib,
      { path: '^(lambdas/(planner|recorder)|codec-task)/' },
      'the stack bundles code by path and imports the contract only',
    ),
    forbid(
      'spaces-are-pure',
      '^codec-task/codecs/([^/]+/space|spaces)\\.ts$',
      { pathNot: '^(codec-task/codecs/[^/]+/space\\.ts|lambdas/shared/space\\.ts)$' },
      'a space is data about what may vary',
    ),
    forbid(
      'no-development-packages',
      '^(lambdas|codec-task)/',
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
      'what runs in AWS uses declared packages',
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
