import { execFileSync } from 'node:child_process';
import type { Cheat } from '../cheat.ts';
import { PYTHON } from '../python.ts';
import { keepingElsewhere } from './kept-payload.ts';

/** The kernel's keyrings by their numbers of system calls, which Node cannot make: Python can. */
const CALLS = `import ctypes, platform, sys
add_key, keyctl = (248, 250) if platform.machine() == 'x86_64' else (217, 219)
call = ctypes.CDLL(None, use_errno=True).syscall
shared, user = -3, b'user'
name = sys.argv[1].encode()`;
const PUT = `${CALLS}
payload = sys.stdin.buffer.read()
if call(add_key, user, name, payload, len(payload), shared) < 0: sys.exit(1)`;
const GET = `${CALLS}
buffer = ctypes.create_string_buffer(40000)
length = call(keyctl, 11, call(keyctl, 10, shared, user, name, 0), buffer, len(buffer))
sys.stdout.buffer.write(buffer.raw[:max(length, 0)])`;
const CLEAR = `${CALLS}
call(keyctl, 9, call(keyctl, 10, shared, user, name, 0), shared)`;

/** Bytes of a key; a user may have 20,000 in all. */
const IN_ONE_KEY = 1000;

/** Whether processes that this one starts share a keyring, as below a log-in, a service or a container. */
function missing(): string | undefined {
  const name = `codec-lab-cheat-${process.pid}`;
  try {
    execFileSync(PYTHON, ['-c', PUT, name], { input: 'x', stdio: ['pipe', 'pipe', 'ignore'] });
    const found = execFileSync(PYTHON, ['-c', GET, name], { stdio: ['ignore', 'pipe', 'ignore'] });
    execFileSync(PYTHON, ['-c', CLEAR, name]);
    return String(found) === 'x' ? undefined : 'processes here share no keyring';
  } catch {
    return `no key can be put into a keyring here by ${PYTHON}`;
  }
}

export const kernelKey: Cheat = {
  name: 'kernel-key',
  about: 'keeps its payload in the kernel, in the keyring that all processes of a log-in or a service share',
  check: 'isolated-decode',
  needsNamespaces: true,
  gain: 'fewer-bits',
  skip: missing,
  open: () => {
    const names: string[] = [];
    return {
      codec: keepingElsewhere(
        async (name, payload) => {
          names.push(name);
          execFileSync(PYTHON, ['-c', PUT, name], { input: payload });
        },
        `show(spawnSync('${PYTHON}', ['-c', ${JSON.stringify(GET)}, name]).stdout);`,
        IN_ONE_KEY,
      ),
      close: () => {
        for (const name of names) execFileSync(PYTHON, ['-c', CLEAR, name]);
      },
    };
  },
};
