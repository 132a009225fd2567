import { defineConfig } from 'vitest/config';

/** Suites against servers and programs that others wrote; `npm run test:real` starts those. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    // They share one server, which some of them empty first.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
  },
});
