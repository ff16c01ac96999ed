import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLab, startLab } from '../support/lab-command.ts';
import { freshFolder } from './laboratory.ts';

const { folder, remove } = freshFolder();
afterAll(remove);

/** Clips of a person's own, small enough for a test. */
beforeAll(() => {
  const source = 'testsrc2=size=96x64:rate=25:duration=0.4';
  const input = ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:v', 'ffv1'];
  execFileSync('ffmpeg', [...input, clip('film.mkv')]);
  execFileSync('ffmpeg', [...input, '-frames:v', '1', clip('still.mkv')]);
});
const clip = (name: string) => join(folder, name);
const DATA = ['--data', join(folder, 'data')];
const RUN = ['--clips', clip('film.mkv'), '--frames', '8', ...DATA];

// Each test goes on where the one before it ended, as a person would.
describe('a person at the local command', { timeout: 180_000 }, () => {
  it('whose machine dies in the middle of a run loses nothing that was recorded', async () => {
    const lab = startLab(...RUN, '--arms', '2');
    await lab.until('-02  lib');
    lab.child.kill('SIGKILL');
    await lab.ended;

    const { output } = await runLab('history', ...DATA);
    expect(output).toMatch(/-01 .* (confirmed|refuted|inconclusive)\n/);
    expect(output).toMatch(/-02 .* (planned|running)\n/);
  });

  it('runs the next iteration, which first ends the interrupted one', async () => {
    const { exitCode, output } = await runLab(...RUN, '--arms', '1');

    expect(output).toMatch(/iteration \S+ was interrupted; it is concluded now: .*1 of 2 arms measured/);
    expect(output).toContain('Plan: reading the history and planning');
    expect(output).toMatch(/ -01 {2}\d+ % {2}(film\.mkv|control clip): /);
    expect(output).toMatch(/Root cause .+/);
    expect(output).toMatch(/Results .*data\/artifacts\/experiments\/film\//);
    expect(exitCode).toBe(0);
  });

  it('looks at what was learnt, in several windows at once', async () => {
    const [status, history, unknown] = await Promise.all([
      runLab('status', ...DATA),
      runLab('history', '--campaign', 'film', ...DATA),
      runLab('show', 'nothing', ...DATA),
    ]);
    expect(status.output).toMatch(/Champion .+\n(.|\n)*Milestones /);
    expect(unknown).toMatchObject({ exitCode: 2, output: expect.stringContaining("no experiment's id") });

    // What came out best on a clip is named again below the table.
    const ids = [...new Set([...history.output.matchAll(/\S*[0-9a-f]{8}-0\d/g)].map(([id]) => id))];
    expect(ids).toHaveLength(3);
    const [shown, several] = await Promise.all([
      runLab('show', ids[0] ?? '', ...DATA),
      runLab('show', '-01', ...DATA),
    ]);
    expect(shown.output).toMatch(new RegExp(`Experiment \\S*${ids[0]} of campaign film`));
    expect(shown.output).toContain('-c:v libx26');
    expect(several).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('2 experiments match -01'),
    });
  });

  it('may look and pause while a run goes on, and cannot start a second one', async () => {
    const lab = startLab(...RUN, '--arms', '1', '--iterations', '3');
    await lab.until('-01  ');
    const [status, second, pause] = await Promise.all([
      runLab('status', ...DATA),
      runLab(...RUN),
      runLab('pause', 'back on Monday', '--campaign', 'film', ...DATA),
    ]);
    expect(status).toMatchObject({ exitCode: 0, output: expect.stringContaining('Campaign film') });
    expect(second.exitCode).toBe(1);
    expect(second.output).toContain(`process ${lab.child.pid} is working with the data folder`);
    expect(pause.exitCode).toBe(0);

    const { exitCode, output } = await lab.ended;
    expect(output).toContain('nothing was run: the campaign is paused (back on Monday)');
    expect(output).not.toContain('Iteration 3 of 3');
    expect(exitCode).toBe(0);
  });

  it('resumes, and stops a run in order', async () => {
    await runLab('resume', '--campaign', 'film', ...DATA);
    const lab = startLab(...RUN, '--arms', '2', '--iterations', '3');
    await lab.until('-01  ');
    lab.child.kill('SIGTERM');

    const { exitCode, output } = await lab.ended;
    expect(output).toContain('stopping: what was measured is kept');
    expect(output).not.toContain('Iteration 2 of 3');
    expect(exitCode).toBe(143);
  });

  it('whose clip has one frame is told so by every experiment, with a non-zero exit', async () => {
    const { exitCode, output } = await runLab('--clips', clip('still.mkv'), '--arms', '1', ...DATA);
    expect(output).toMatch(/-01 {2}failed \(clip-unsuitable\): .+/);
    expect(exitCode).toBe(1);
  });
});
