import type { Adapt } from '../conventional/encode.ts';
import { WITHOUT_LOOP_RESTORATION } from './space.ts';

/** What the arguments of a base layer are changed to when it is to leave out its own loop restoration. */
export function baseArguments(encoder: string, loopRestoration: boolean): Adapt {
  const [option, value] = WITHOUT_LOOP_RESTORATION[encoder] ?? [];
  return (args) => {
    if (loopRestoration || option === undefined || value === undefined) return [...args];
    const at = args.indexOf(option);
    // Options of a list go into the list, others before the name of the output.
    return at < 0
      ? [...args.slice(0, -1), option, value, ...args.slice(-1)]
      : args.with(at + 1, `${args[at + 1]}:${value}`);
  };
}
