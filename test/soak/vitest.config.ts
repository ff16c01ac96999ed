import { defineConfig } from 'vitest/config';

/** The same test over many more iterations: `npm run test:soak`. */
export default defineConfig({
  test: {
    name: 'soak',
    include: ['test/soak/**/*.test.ts'],
    testTimeout: 60_000,
    globalSetup: ['test/support/synthesis.ts', 'test/soak/long.ts'],
  },
});
