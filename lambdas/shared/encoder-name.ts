import type { Strategy } from './names.ts';

/** An encoder of a strategy. Rows from before there were others name no strategy: they mean the conventional one. */
export interface StrategyEncoder {
  readonly strategy?: Strategy | undefined;
  readonly encoder: string;
}

/** The strategy of an encoder, told or not. */
export function strategyOf({ strategy = 'conventional' }: Pick<StrategyEncoder, 'strategy'>): Strategy {
  return strategy;
}

/** The one name that an encoder of a strategy has everywhere: `libx265`, and of another strategy `hybrid libx265`. */
export function encoderName({ strategy = 'conventional', encoder }: StrategyEncoder): string {
  return strategy === 'conventional' ? encoder : `${strategy} ${encoder}`;
}

/** Whether two configurations are of the same encoder of the same strategy. */
export function isSameEncoder(a: StrategyEncoder, b: StrategyEncoder): boolean {
  return a.encoder === b.encoder && strategyOf(a) === strategyOf(b);
}

/** An encoder as rows keep it: the conventional strategy is not written, which hundreds of rows would repeat. */
export function storedEncoder({ strategy, encoder }: StrategyEncoder): StrategyEncoder {
  return strategy === undefined || strategy === 'conventional' ? { encoder } : { strategy, encoder };
}
