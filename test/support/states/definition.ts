/** The states and fields that the interpreter knows; any other one is an error, so that nothing is passed over. */
import * as z from 'zod';

const errorNames = z.array(z.string()).min(1);
const resultPath = z.string().nullable().optional();
const template = z.record(z.string(), z.unknown());

const retrier = z.strictObject({
  ErrorEquals: errorNames,
  IntervalSeconds: z.number().int().min(1),
  BackoffRate: z.number().min(1),
  MaxAttempts: z.number().int().min(0),
});

const catcher = z.strictObject({ ErrorEquals: errorNames, ResultPath: resultPath, Next: z.string() });

const flow = { Next: z.string().optional(), End: z.literal(true).optional() };

const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.string(),
  Parameters: template.optional(),
  ResultPath: resultPath,
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
  ...flow,
});

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z
    .array(
      z
        .strictObject({
          Variable: z.string(),
          StringEquals: z.string().optional(),
          NumericEquals: z.number().optional(),
          IsPresent: z.boolean().optional(),
          Next: z.string(),
        })
        .refine((rule) => Object.keys(rule).length === 3, 'has one comparison'),
    )
    .min(1),
  Default: z.string().optional(),
});

const pass = z.strictObject({
  Type: z.literal('Pass'),
  Parameters: template.optional(),
  Result: z.unknown().optional(),
  ResultPath: resultPath,
  ...flow,
});

const processor = z.strictObject({
  ProcessorConfig: z.union([
    z.strictObject({ Mode: z.literal('INLINE') }),
    z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
  ]),
  StartAt: z.string(),
  get States() {
    return states;
  },
});

const map = z.strictObject({
  Type: z.literal('Map'),
  ItemsPath: z.string().optional(),
  ItemReader: z
    .strictObject({
      Resource: z.string(),
      ReaderConfig: z.strictObject({ InputType: z.literal('JSON') }),
      Parameters: template,
    })
    .optional(),
  ItemSelector: template.optional(),
  ItemProcessor: processor,
  MaxConcurrencyPath: z.string().optional(),
  ToleratedFailurePercentage: z.number().min(0).max(100).optional(),
  ResultPath: resultPath,
  ...flow,
});

const succeed = z.strictObject({ Type: z.literal('Succeed') });
const fail = z.strictObject({ Type: z.literal('Fail'), Error: z.string(), Cause: z.string() });

export type Task = z.output<typeof task>;
export type Choice = z.output<typeof choice>;
export type MapState = z.output<typeof map>;
export type State =
  | Task
  | Choice
  | MapState
  | z.output<typeof pass>
  | z.output<typeof succeed>
  | z.output<typeof fail>;

const state: z.ZodType<State> = z.lazy(() =>
  z.discriminatedUnion('Type', [task, choice, pass, map, succeed, fail]),
);
const states = z.record(z.string(), state);

export const machineShape = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: states,
});

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
