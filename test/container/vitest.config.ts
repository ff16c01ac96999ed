import { defineConfig } from 'vitest/config';

/** Builds the image as far as that goes without Docker: `npm run test:container`, as root, some minutes. */
export default defineConfig({
  test: {
    name: 'container',
    include: ['test/container/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
    globalSetup: ['test/support/synthesis.ts'],
  },
});
