import { deployedProgram } from '../lib/deployed/command/program.ts';
import { main } from '../lib/local/command/main.ts';

// A reader that closes the pipe early, such as head, must not break off what was begun.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2), deployedProgram);
