import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { releaseMemory } from '../../../../codec-task/measure/decode/release-memory.ts';

test('what a program put out gives its memory back at once', async () => {
  // given
  const program = spawn(process.execPath, ['-e', 'process.stdout.write(Buffer.alloc(300_000, 7))']);
  const left: number[] = [];
  let bytes = 0;

  // when
  for await (const chunk of program.stdout as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    const { buffer } = chunk;
    releaseMemory(chunk);
    left.push(chunk.length, buffer.byteLength);
  }

  // then
  expect(bytes).toBe(300_000);
  expect(left.every((length) => length === 0)).toBe(true);
});

test('memory that others see too is left alone', () => {
  // given
  const whole = new Uint8Array([1, 2, 3, 4]);
  const part = whole.subarray(1, 3);
  const shared = new Uint8Array(new SharedArrayBuffer(4));

  // when
  releaseMemory(part);
  releaseMemory(shared);

  // then
  expect([...part]).toEqual([2, 3]);
  expect(whole.length).toBe(4);
  expect(shared.length).toBe(4);
});
