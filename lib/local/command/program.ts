import { Command, Option } from 'commander';
import type { Terminal } from '../terminal.ts';
import { history } from './history.ts';
import { campaignName, manualExperiment, wholeNumber } from './options.ts';
import { pause, resume } from './pause.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { status } from './status.ts';

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
    .option('--dry-run', 'plan only and show the plan');
  program.action(async (options) => end(await run({ data: FOLDER, ...options }, terminal)));

  // What is typed before a command holds for it too.
  const chosen = (options: object) => {
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
    .command('history')
    .description('the experiments so far, newest last')
    .addOption(campaign('this one only'))
    .addOption(data())
    .option('--limit <n>', 'how many of the newest', wholeNumber(1, 1000), 50)
    .action(async (options) => end(await history({ ...options, ...chosen(options) }, terminal)));
  program
    .command('show')
    .description('one experiment in full')
    .argument('<id>', 'its id, or a beginning or end of it')
    .addOption(data())
    .action(async (id, options) => end(await show(id, chosen(options), terminal)));
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
    .description('let a held campaign go on')
    .addOption(campaign('which (default: "default")'))
    .addOption(data())
    .action(async (options) => end(await resume({ campaign: 'default', ...chosen(options) }, terminal)));
  return program;
}
