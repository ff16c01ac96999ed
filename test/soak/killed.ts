import type { TaskHandler } from '../../lib/local/handler.ts';
import type { Handlers } from './faulty-handlers.ts';

/** Handlers of an iteration that ends without notice at some place. */
export interface Mortal {
  readonly handlers: Handlers;
  /** Resolves once it was killed and what was under way has come to rest. */
  readonly death: Promise<'killed'>;
}

/**
 * From that place on no state answers any more, as when the process or the execution is ended from outside.
 * @param place `before Plan`, `after RunExperiment`; any other word: nowhere.
 */
export function mortal(handlers: Handlers, place: string): Mortal {
  const { promise: death, resolve } = Promise.withResolvers<'killed'>();
  const underWay = new Set<Promise<unknown>>();
  let isDead = false;
  const die = (): Promise<never> => {
    if (!isDead) {
      isDead = true;
      void Promise.allSettled([...underWay]).then(() => resolve('killed'));
    }
    return new Promise(() => undefined);
  };
  const wrapped = (state: string, handler: TaskHandler): TaskHandler => {
    return async (input) => {
      if (isDead || place === `before ${state}`) return die();
      const work = handler(input);
      underWay.add(work);
      try {
        const answer = await work;
        return isDead || place === `after ${state}` ? await die() : answer;
      } catch (error) {
        if (isDead) return die();
        throw error;
      } finally {
        underWay.delete(work);
      }
    };
  };
  return {
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([state, handler]) => [state, wrapped(state, handler)]),
    ),
    death,
  };
}
