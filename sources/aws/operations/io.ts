interface SdkCommand {
  readonly input: object;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ readonly output: object }>;
}

/** What an SDK's command takes and gives. */
export type Io<C extends SdkCommand> = [
  C['input'],
  Awaited<ReturnType<ReturnType<C['resolveMiddleware']>>>['output'],
];
