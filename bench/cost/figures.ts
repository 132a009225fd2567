/** What a scheduled scan uses of what AWS charges for: measured, or scaled from what was measured. */
export interface FunctionUse {
  readonly invocations: number;
  /** Of this many a process was started first. */
  readonly coldStarts: number;
  /** Milliseconds of one processor, over all invocations, and of one start. */
  readonly cpu: number;
  readonly startCpu: number;
  /** Requests that were waited for, over all invocations: to the scanned clouds, and to the store. */
  readonly cloudCalls: number;
  readonly storeCalls: number;
}

export interface Figures {
  /** Function, as serverless.yml names it. */
  readonly functions: Readonly<Record<string, FunctionUse>>;
  readonly shards: number;
  readonly resources: number;
  readonly accounts: number;
  readonly transitions: number;
  readonly store: {
    /** PUT, POST and LIST, which cost the same. */
    readonly writes: number;
    readonly reads: number;
    readonly bytesWritten: number;
    /** That stay when the scan is committed. */
    readonly bytesKept: number;
  };
  readonly logBytes: number;
  /** Requests to scanned services that charge for each, by the service. */
  readonly charged: Readonly<Record<string, number>>;
}

/** The file that a measurement leaves: `measured.json`. */
export interface Measurement {
  /** Day, ISO 8601. */
  readonly date: string;
  readonly node: string;
  readonly processor: string;
  /** Megabytes by function, as serverless.yml had them. */
  readonly memory: Readonly<Record<string, number>>;
  /** Most processes of one function that read shards at once. */
  readonly concurrency: number;
  readonly small: Figures;
  /** Two sizes of the same shape, for the line through them. */
  readonly organization: readonly [fewer: Figures, more: Figures];
}

/** At `accounts`, by the line through two measurements: all that is counted here grows with the accounts. */
export const scaled = (
  [fewer, more]: readonly [Figures, Figures],
  accounts: number,
  concurrency: number,
): Figures => {
  const at = (of: (one: Figures) => number): number => {
    const slope = (of(more) - of(fewer)) / (more.accounts - fewer.accounts);
    return Math.max(0, of(more) + slope * (accounts - more.accounts));
  };
  const names = Object.keys(more.functions);
  return {
    functions: Object.fromEntries(
      names.map((name) => {
        const use = (of: (one: FunctionUse) => number): number =>
          at(({ functions }) => (functions[name] === undefined ? 0 : of(functions[name])));
        const invocations = Math.round(use((one) => one.invocations));
        return [
          name,
          {
            invocations,
            coldStarts: Math.min(invocations, concurrency),
            cpu: use((one) => one.cpu),
            startCpu: more.functions[name]?.startCpu ?? 0,
            cloudCalls: use((one) => one.cloudCalls),
            storeCalls: use((one) => one.storeCalls),
          },
        ];
      }),
    ),
    shards: Math.round(at((one) => one.shards)),
    resources: Math.round(at((one) => one.resources)),
    accounts,
    transitions: at((one) => one.transitions),
    store: {
      writes: at((one) => one.store.writes),
      reads: at((one) => one.store.reads),
      bytesWritten: at((one) => one.store.bytesWritten),
      bytesKept: at((one) => one.store.bytesKept),
    },
    logBytes: at((one) => one.logBytes),
    charged: Object.fromEntries(
      Object.keys(more.charged).map((service) => [service, at((one) => one.charged[service] ?? 0)]),
    ),
  };
};
