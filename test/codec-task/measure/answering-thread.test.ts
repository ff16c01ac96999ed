import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { AnsweringThread } from '../../../codec-task/measure/answering-thread.ts';

const DOUBLING = `const { parentPort } = require('node:worker_threads');
parentPort.on('message', (number) => parentPort.postMessage(2 * number));`;

function open(program: string) {
  const worker = new Worker(program, { eval: true });
  return { worker, thread: new AnsweringThread<number, number>(worker) };
}

describe('a thread that is asked', () => {
  it('given several questions at once, answers in their order', async () => {
    const { thread } = open(DOUBLING);
    expect(await Promise.all([1, 2, 3].map((number) => thread.ask(number)))).toEqual([2, 4, 6]);
    await thread.close();
  });

  it.each([
    ['fails', "setTimeout(() => { throw new Error('broken'); }, 50);", 'broken'],
    ['ends without a word', 'setTimeout(() => process.exit(3), 50);', 'ended'],
  ])(
    'that %s, fails what it was asked before and after',
    async (_, program, words) => {
      const { worker, thread } = open(
        `require('node:worker_threads').parentPort.on('message', () => {});${program}`,
      );
      const gone = once(worker, 'exit').catch(() => {});
      await expect(thread.ask(1)).rejects.toThrow(words);
      await gone;
      await expect(thread.ask(2)).rejects.toThrow(words);
      await thread.close();
    },
    10_000,
  );
});
