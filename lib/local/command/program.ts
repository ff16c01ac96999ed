import { Command, Option } from 'commander';
import { ENCODERS, STRATEGIES } from '../../../lambdas/shared/names.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import type { Terminal } from '../terminal.ts';
import { budget } from './budget.ts';
import { compare } from './compare.ts';
import { cost } from './cost.ts';
import { history } from './history.ts';
import { measure } from './measure.ts';
import {
  campaignName,
  contextValue,
  encoderName,
  manualExperiment,
  parameter,
  wholeNumber,
} from './options.ts';
import { pause, resume } from './pause.ts';
import { rebuild } from './rebuild.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';

const data = () => new Option('--data <dir>', 'folder of the history (default: ".lab")');
const campaign = (about: string) => new Option('--campaign <name>', about).argParser(campaignName);

/** Where the history is unless another folder is named. */
const FOLDER = '.lab';

/** `max(400)` of a control's reason. */
const LONGEST_REASON = 400;

/**
 * The command as a person types it.
 * @param end takes each command's exit code.
 */
export function labProgram(terminal: Terminal, end: (exitCode: number) => void): Command {
  const program = new Command('npm start --')
    .description(
      'Codec Lab on this machine: without a command it plans, runs and records one iteration of experiments.',
    )
    .enablePositionalOptions()
    .option('--iterations <n>', 'how many, each learning from the last', wholeNumber(1, 1000), 1)
    .option('--clips <path...>', 'your own videos, files or folders (default: synthetic ones)')
    .addOption(campaign('line of research (default: "default", or named after the clips)'))
    .option('--arms <n>', 'experiments per iteration', wholeNumber(1, 8))
    .option('--seed <n>', 'seed of every random choice', wholeNumber(0, 0x7fffffff))
    .addOption(data())
    .option('--frames <n>', 'frames of each clip', wholeNumber(8, 600))
    .option('--cpu-seconds <n>', 'most CPU seconds of an experiment', wholeNumber(1, 1_000_000))
    .option('--experiment <json>', 'run exactly this, for example {"encoder":"libsvtav1"}', manualExperiment)
    .option(
      '-c, --context <key=value>',
      'a setting as `npm run deploy` takes it, once each',
      contextValue,
      {},
    )
    .option('--dry-run', 'plan only and show the plan');
  program.action(async (options) => end(await run({ data: FOLDER, ...options }, terminal)));

  // What is typed before a command holds for it too.
  const chosen = <Options extends object>(options: Options) => {
    const { data = FOLDER, campaign } = program.opts();
    return { data, ...(campaign && { campaign }), ...options };
  };
  program
    .command('status')
    .description('what each campaign has come to: champion, milestones, cost')
    .addOption(campaign('this one only'))
    .addOption(data())
    .action(async (options) => end(await status(chosen(options), terminal)));
  program
    .command('budget')
    .description('what was spent and set aside by month, and what the caps leave')
    .addOption(new Option('--json', 'the figures as JSON alone on standard output'))
    .addOption(data())
    .action(async (options) => {
      const { context } = program.opts();
      end(await budget({ context, ...chosen(options) }, terminal));
    });
  program
    .command('cost')
    .description('what a month on AWS is estimated to cost with these settings')
    .addOption(new Option('--json', 'the figures as JSON alone on standard output'))
    .action((options) => end(cost({ context: program.opts()['context'], ...options }, terminal)));
  program
    .command('history')
    .description('the experiments so far, what each source has brought, and how well it researches')
    .addOption(campaign('this one only'))
    .addOption(data())
    .option('--limit <n>', 'how many of the newest', wholeNumber(1, 1000), 50)
    .addOption(new Option('--json', 'the figures as JSON alone on standard output'))
    .action(async (options) => end(await history({ ...options, ...chosen(options) }, terminal)));
  program
    .command('rebuild')
    .description('make what a campaign remembers anew from its records')
    .addOption(campaign('this one only'))
    .addOption(data())
    .action(async (options) => end(await rebuild(chosen(options), terminal)));
  program
    .command('show')
    .description('one experiment or measurement in full')
    .argument('<id>', 'its id, or a beginning or end of it')
    .addOption(data())
    .action(async (id, options) => end(await show(id, chosen(options), terminal)));
  measuringCommands(program, chosen, terminal, end);
  program
    .command('pause')
    .description('hold a campaign')
    .argument('<reason>', 'why, shown wherever it declines', (text: string) => text.slice(0, LONGEST_REASON))
    .addOption(campaign('which (default: "default")'))
    .addOption(data())
    .action(async (reason, options) =>
      end(await pause(reason, { campaign: 'default', ...chosen(options) }, terminal)),
    );
  program
    .command('resume')
    .description('let a campaign go on that is paused or whose circuit breaker is open')
    .addOption(campaign('which (default: "default")'))
    .addOption(data())
    .action(async (options) => end(await resume({ campaign: 'default', ...chosen(options) }, terminal)));
  return program;
}

/** The commands that measure, compare and verify, beside any campaign. */
function measuringCommands(
  program: Command,
  chosen: <Options extends object>(options: Options) => Options & { readonly data: string },
  terminal: Terminal,
  end: (exitCode: number) => void,
): void {
  const { frames, gop, rate_points } = parseSettings({});
  const json = () => new Option('--json', 'the figures as JSON alone on standard output');
  program
    .command('measure')
    .description('measure one configuration of a codec, without planning and without a campaign')
    .requiredOption('--codec <name>', `one of ${ENCODERS.join(', ')}`, encoderName)
    .addOption(
      new Option(
        '--strategy <name>',
        'what is made of the codec: it alone, or with a fitted restoration',
      ).choices(STRATEGIES),
    )
    .option('--param <name=value>', 'a setting of the codec; may be given several times', parameter)
    .option('--clips <path...>', 'your own videos, files or folders (default: synthetic ones)')
    .option('--frames <n>', `frames of each clip (default: ${frames})`, wholeNumber(8, 600))
    .option('--gop <n>', `frames from one keyframe to the next (default: ${gop})`, wholeNumber(8, 600))
    .option('--rate-points <n>', `rate points of each clip (default: ${rate_points})`, wholeNumber(4, 8))
    .option('--strong-anchor', 'compare with libx265 veryslow, 10 bit, tune psnr too, which takes long')
    .addOption(json())
    .addOption(data())
    .action(async (options) => end(await measure(chosen(options), terminal)));
  program
    .command('compare')
    .description('rate of B against A at equal quality, clip by clip')
    .argument('<A>', 'an experiment or measurement: its id, a beginning or end of it, or a result.json')
    .argument('<B>', 'another one')
    .addOption(json())
    .addOption(data())
    .action(async (a, b, options) => end(await compare(a, b, chosen(options), terminal)));
  program
    .command('verify')
    .description('decode the stored bitstreams of a result again and check every number of it')
    .argument('<id>', 'an experiment or measurement: its id, or a beginning or end of it')
    .addOption(json())
    .addOption(data())
    .action(async (id, options) => end(await verify(id, chosen(options), terminal)));
}
