import { Command, Option } from 'commander';
import { STRATEGIES } from '../../../lambdas/shared/names.ts';
import { tellHistory } from '../../local/command/history.ts';
import { campaignName, encoderName, parameter, wholeNumber } from '../../local/command/options.ts';
import type { Terminal } from '../../local/terminal.ts';
import { STACK_NAME } from '../../stack-names.ts';
import { LOG_SOURCES } from '../deployment.ts';
import { withDeployment } from './deployed.ts';
import { logs } from './logs.ts';
import { putClips } from './put-clips.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { watch } from './watch.ts';

const campaign = (about: string) => new Option('--campaign <name>', about).argParser(campaignName);
const stack = () => new Option('--stack <name>', 'name of its stack in CloudFormation').default(STACK_NAME);
const RUN = 'its name (default: the running one, else the newest)';

/**
 * The commands for a deployed laboratory, as a person types them.
 * @param end takes each command's exit code.
 */
export function deployedProgram(terminal: Terminal, end: (exitCode: number) => void): Command {
  const program = new Command('npm run aws --').description(
    'Codec Lab in an AWS account: its stack is found by name, credentials and region by the SDK (AWS_PROFILE, AWS_REGION).',
  );
  program.action(() => program.outputHelp());
  startCommand(program, terminal, end);
  program
    .command('status')
    .description('the newest runs, and what each campaign has come to')
    .addOption(campaign('this one only'))
    .addOption(stack())
    .action(async (options) => end(await status(options, terminal)));
  program
    .command('watch')
    .description('follow a run; Ctrl-C leaves it running')
    .argument('[run]', RUN)
    .addOption(stack())
    .action(async (run, options) => end(await watch({ run, ...options }, terminal)));
  program
    .command('logs')
    .description('what planner, tasks and recorder said during a run')
    .argument('[run]', RUN)
    .addOption(new Option('--of <who>', 'lines of one of them').choices(LOG_SOURCES))
    .option('--errors', 'warnings and errors only')
    .addOption(stack())
    .action(async (run, options) => end(await logs({ run, ...options }, terminal)));
  program
    .command('stop')
    .description('end a run and its tasks')
    .argument('[run]', 'its name (default: the running one)')
    .addOption(stack())
    .action(async (run, options) => end(await stop({ run, ...options }, terminal)));
  program
    .command('put-clips')
    .description('check your own videos and put them below a campaign in the bucket')
    .argument('<path...>', 'files or folders')
    .addOption(campaign('which (default: named after the clips)'))
    .addOption(stack())
    .action(async (paths, options) => end(await putClips(paths, options, terminal)));
  program
    .command('report')
    .description('the experiments so far, what each source has brought, and how well it researches')
    .addOption(campaign('this one only'))
    .option('--limit <n>', 'how many of the newest', wholeNumber(1, 1000), 50)
    .option('--json', 'the figures as JSON alone on standard output')
    .addOption(stack())
    .action(async (options) =>
      end(
        await withDeployment(options, async ({ tables }) => {
          await tellHistory(tables, options, terminal);
          return undefined;
        }),
      ),
    );
  return program;
}

function startCommand(program: Command, terminal: Terminal, end: (exitCode: number) => void): void {
  program
    .command('start')
    .description('start an iteration')
    .option('--input <file>', 'the whole input as JSON')
    .addOption(campaign('line of research (default: "default")'))
    .option('--arms <n>', 'experiments of the iteration', wholeNumber(1, 8))
    .option('--seed <n>', 'seed of every random choice', wholeNumber(0, 0x7fffffff))
    .addOption(new Option('--codec <name>', 'run exactly this codec').argParser(encoderName))
    .addOption(
      new Option('--strategy <name>', 'this one alone; with --codec: what is made of it').choices(STRATEGIES),
    )
    .option('--param <name=value>', 'with --codec: a setting; may be given several times', parameter)
    .option('--resume', 'after the circuit breaker or a pause: go on')
    .option('--dry-run', 'plan only and show the plan')
    .option('--watch', 'follow it to its end')
    .addOption(stack())
    .action(async (options) => end(await start(options, terminal)));
}
