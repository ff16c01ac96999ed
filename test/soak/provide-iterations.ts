import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** How many iterations the whole loop is run. */
    soakIterations: number;
  }
}

/** A set-up that tells the test how long to run. */
export function providing(iterations: number): (project: TestProject) => void {
  return (project) => project.provide('soakIterations', iterations);
}
