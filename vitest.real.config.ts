import { defineConfig } from 'vitest/config';

/** Against programs that others wrote: each suite says by name what it could not find, and is skipped then. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
  },
});
