import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The slower suites have scripts of their own: a denial matrix, and servers that others wrote.
    exclude: ['test/denied/**', 'test/real/**'],
    testTimeout: 20_000,
    // Colour, width and credentials of the reader's own shell must not reach a test.
    env: { NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
  },
});
