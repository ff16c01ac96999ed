import { defineConfig } from 'vitest/config';

const common = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/workflow/**', 'test/stack/**', 'test/soak/**', 'test/container/**'],
          globalSetup: ['test/support/temporary-folder.ts', 'test/cheats/tally.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts', 'test/stack/**/*.test.ts'],
          globalSetup: ['test/support/temporary-folder.ts', 'test/support/synthesis.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          globalSetup: [
            'test/support/temporary-folder.ts',
            'test/support/synthesis.ts',
            'test/soak/short.ts',
          ],
        },
      },
    ],
  },
});
