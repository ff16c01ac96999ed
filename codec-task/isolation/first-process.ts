import type { Command } from './command.ts';

/** Exit code of the first process when the program has ended and others run on. */
export const LEFT_BEHIND = 117;

/**
 * Runs its arguments and then looks who else is still there, by builtins alone. The kernel ends the rest when the first
 * process of its namespace ends, and would tell nobody.
 */
const SCRIPT = `"$@"
code=$?
for entry in /proc/[0-9]*; do
  [ "$entry" = /proc/$$ ] && continue
  state=
  while read -r field value rest; do
    [ "$field" = State: ] && state=$value && break
  done 2>/dev/null < "$entry/status"
  case $state in ''|Z|X) ;; *) exit ${LEFT_BEHIND} ;; esac
done
exit $code
`;

/** The command as the child of a shell that is the first process of its namespace. */
export function underFirstProcess({ file, args }: Command): Command {
  return { file: '/bin/sh', args: ['-c', SCRIPT, 'sh', file, ...args] };
}
