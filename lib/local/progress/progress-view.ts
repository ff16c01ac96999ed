import { createLogUpdate } from 'log-update';
import type { Terminal } from '../terminal.ts';
import { advance, type IterationProgress, newProgress, type ProgressInput } from './iteration-progress.ts';
import { liveFrame } from './live-frame.ts';
import { plainLines } from './plain-lines.ts';

/** Milliseconds between two pictures. */
const REFRESH_MS = 200;

/** Shows an iteration while it runs. Dispose to leave the last picture standing. */
export interface ProgressView extends Disposable {
  readonly show: (input: ProgressInput) => void;
}

/** A picture that is rewritten on a terminal, plain lines everywhere else. */
export function openProgressView(terminal: Terminal, title: string): ProgressView {
  return terminal.isLive ? liveView(terminal, title) : plainView(terminal, title);
}

function liveView({ stream, columns }: Terminal, title: string): ProgressView {
  const update = createLogUpdate(stream, { showCursor: true });
  const seconds = stopwatch();
  let progress = newProgress(title);
  const draw = () => update(liveFrame(progress, seconds(), stream.columns || columns));
  const timer = setInterval(draw, REFRESH_MS);
  draw();
  return {
    show: (input) => {
      progress = advance(progress, input, seconds());
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

function plainView({ say }: Terminal, title: string): ProgressView {
  const seconds = stopwatch();
  let progress: IterationProgress = newProgress(title);
  say(title);
  return {
    show: (input) => {
      const after = advance(progress, input, seconds());
      for (const line of plainLines(progress, after, seconds())) say(line);
      progress = after;
    },
    [Symbol.dispose]: () => {},
  };
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
