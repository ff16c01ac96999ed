/** Number of the open file from which bubblewrap reads its filter of system calls. */
export const FILTER_DESCRIPTOR = 3;

/** What differs between processors: the number of their architecture (audit.h) and those of three calls (unistd.h). */
interface Processor {
  readonly architecture: number;
  /** add_key, request_key, keyctl. */
  readonly keyringCalls: readonly number[];
}

const PROCESSORS: Readonly<Record<string, Processor>> = {
  x64: { architecture: 0xc000003e, keyringCalls: [248, 249, 250] },
  arm64: { architecture: 0xc00000b7, keyringCalls: [217, 218, 219] },
};

/** Numbers from here on are x86's second set of calls with 64 bits, of which no program here makes use. */
const OTHER_SET = 0x40000000;

/** Offsets in what a filter is shown (seccomp(2), `struct seccomp_data`). */
const CALL_NUMBER = 0;
const ARCHITECTURE = 4;
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;
const ALLOWED = 0x7fff0000;
/** Fails with EPERM. */
const DENIED = 0x00050001;

/**
 * A filter of system calls that takes the kernel's keyrings away: they are not part of any namespace, so that a key which
 * an encoder puts into the one that it shares with the decoder is read through every wall.
 * @param processor as Node calls it.
 * @returns instructions of classic BPF, little endian, as bubblewrap takes them; undefined for another processor
 */
export function keyringFilter(processor: string): Buffer | undefined {
  const known = PROCESSORS[processor];
  if (known === undefined) return undefined;
  const { architecture, keyringCalls } = known;
  // Jumps count the instructions that they skip; the last instruction denies, the one before it allows.
  const toDenied = (position: number) => keyringCalls.length + 5 - position - 1;
  return Buffer.concat([
    instruction(LOAD, 0, 0, ARCHITECTURE),
    instruction(JUMP_IF_EQUAL, 0, toDenied(1), architecture),
    instruction(LOAD, 0, 0, CALL_NUMBER),
    instruction(JUMP_IF_AT_LEAST, toDenied(3), 0, OTHER_SET),
    ...keyringCalls.map((call, index) => instruction(JUMP_IF_EQUAL, toDenied(4 + index), 0, call)),
    instruction(RETURN, 0, 0, ALLOWED),
    instruction(RETURN, 0, 0, DENIED),
  ]);
}

/** @param whenTrue instructions to skip. @param whenFalse likewise. */
function instruction(code: number, whenTrue: number, whenFalse: number, operand: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes[2] = whenTrue;
  bytes[3] = whenFalse;
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
