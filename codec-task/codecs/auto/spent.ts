/** Sums what the parts of an encode have cost. */
export class Spent {
  #cpuSeconds = 0;
  #wallSeconds = 0;

  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  get wallSeconds(): number {
    return this.#wallSeconds;
  }

  add(...parts: readonly { readonly cpuSeconds: number; readonly wallSeconds: number }[]): void {
    for (const { cpuSeconds, wallSeconds } of parts) {
      this.#cpuSeconds += cpuSeconds;
      this.#wallSeconds += wallSeconds;
    }
  }
}
