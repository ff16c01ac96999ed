import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyringFilter } from '../../../codec-task/isolation/system-call-filter.ts';
import { modesHere, run } from './given.ts';

/** Node makes no call of the kernel's by its number: Python does. */
const PYTHON = '/usr/bin/python3';
const EPERM = 1;
const CALLS = `import ctypes, platform
calls = (248, 249, 250) if platform.machine() == 'x86_64' else (217, 218, 219)
library = ctypes.CDLL(None, use_errno=True)
def number_of(call, *arguments):
    library.syscall(call, *arguments)
    return ctypes.get_errno()
add, request, keyctl = calls
print(number_of(add, b'user', b'name', b'x', 1, -1), number_of(request, b'user', b'name', None, 0), number_of(keyctl, 0, -3, 0))
try: print(len(open('/proc/keys').read()))
except PermissionError: print('not to be opened')`;

const HERE = await modesHere();

describe('the filter of system calls', () => {
  it.runIf(HERE.includes('bubblewrap') && existsSync(PYTHON))(
    'behind bubblewrap, denies every call for keyrings and lists no key',
    async () => {
      const { output, exitCode } = await run('bubblewrap', { file: PYTHON, args: ['-c', CALLS] });
      expect({ output, exitCode }).toEqual({
        output: `${EPERM} ${EPERM} ${EPERM}\nnot to be opened\n`,
        exitCode: 0,
      });
    },
  );

  it.runIf(HERE.includes('unshare') && existsSync(PYTHON))('behind unshare, no key is listed', async () => {
    const list = "print(len(open('/proc/keys').read()))";
    expect((await run('unshare', { file: PYTHON, args: ['-c', list] })).output).toBe('0\n');
  });

  it('is there for both processors that the lab runs on, whole instructions, and for no other', () => {
    for (const processor of ['x64', 'arm64']) expect(keyringFilter(processor)?.length).toBe(9 * 8);
    expect(keyringFilter('mips')).toBeUndefined();
  });
});
