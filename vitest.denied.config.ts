import { defineConfig } from 'vitest/config';

/** Every check × everything that it depends on, taken away in turn. */
export default defineConfig({
  test: {
    include: ['test/denied/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
  },
});
