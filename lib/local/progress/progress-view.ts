import { createLogUpdate } from 'log-update';
import type { Terminal } from '../terminal.ts';
import { advance, type IterationProgress, newProgress, type ProgressInput } from './iteration-progress.ts';
import { liveFrame } from './live-frame.ts';
import { plainLines } from './plain-lines.ts';

/** Milliseconds between two pictures. */
const REFRESH_MS = 200;

/** Shows an iteration while it runs. Dispose to leave the last picture standing. */
export interface ProgressView extends Disposable {
  /** @param at seconds since the iteration's start, where it happened earlier than it is shown. */
  readonly show: (input: ProgressInput, at?: number) => void;
}

/**
 * A picture that is rewritten on a terminal, plain lines everywhere else.
 * @param elapsed seconds since the iteration's start.
 */
export function openProgressView(terminal: Terminal, title: string, elapsed = 0): ProgressView {
  const seconds = stopwatch(elapsed);
  return terminal.isLive ? liveView(terminal, title, seconds) : plainView(terminal, title, seconds);
}

type Stopwatch = () => number;

function liveView({ stream, columns }: Terminal, title: string, seconds: Stopwatch): ProgressView {
  const update = createLogUpdate(stream, { showCursor: true });
  let progress = newProgress(title);
  const draw = () => update(liveFrame(progress, seconds(), stream.columns || columns));
  const timer = setInterval(draw, REFRESH_MS);
  draw();
  return {
    show: (input, at = seconds()) => {
      progress = advance(progress, input, at);
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

function plainView({ say }: Terminal, title: string, seconds: Stopwatch): ProgressView {
  let progress: IterationProgress = newProgress(title);
  say(title);
  return {
    show: (input, at = seconds()) => {
      const after = advance(progress, input, at);
      for (const line of plainLines(progress, after, at)) say(line);
      progress = after;
    },
    [Symbol.dispose]: () => {},
  };
}

function stopwatch(elapsed: number): Stopwatch {
  const start = performance.now() - 1000 * elapsed;
  return () => (performance.now() - start) / 1000;
}
