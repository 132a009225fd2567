/** What a function has besides its event: the store that its environment names, a clock, a log. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { UsageError } from '#config/usage-error.ts';
import type { StoreDriver } from '#store/driver.ts';
import { openS3Store } from '#store/s3-client.ts';
import type { Log } from './log.ts';
import { makeLog } from './log.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Runtime {
  readonly env: Env;
  readonly bucket: string;
  /** What keys of the store begin with in the bucket; empty, or with a slash at its end. */
  readonly root: string;
  readonly store: StoreDriver;
  readonly now: () => Date;
  readonly log: Log;
  /** A name that no other process has. */
  readonly attempt: () => string;
}

/** As AWS Lambda hands it over; what is used of it. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type Handler<Answer> = (event: unknown, context: LambdaContext) => Promise<Answer>;

const environment = z.object({
  PLUMBLINE_BUCKET: z.string().min(1),
  PLUMBLINE_PREFIX: z.string().default(''),
  PLUMBLINE_KMS_KEY: z.string().default(''),
  AWS_REGION: z.string().min(1),
  AWS_ENDPOINT_URL_S3: z.string().default(''),
  AWS_ENDPOINT_URL: z.string().default(''),
});

/** @throws UsageError for a variable that is missing. */
export const openRuntime = (step: string, env: Env = process.env): Runtime => {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new UsageError(
      `the function's environment lacks ${names}, which the template sets: deploy it again (\`npx serverless deploy\`, or an update of the stack)`,
    );
  }
  const { PLUMBLINE_BUCKET: bucket, PLUMBLINE_PREFIX: prefix, PLUMBLINE_KMS_KEY: kmsKey } = parsed.data;
  const endpoint = parsed.data.AWS_ENDPOINT_URL_S3 || parsed.data.AWS_ENDPOINT_URL;
  const now = (): Date => new Date();
  return {
    env,
    bucket,
    root: prefix === '' ? '' : `${prefix}/`,
    store: openS3Store({
      bucket,
      region: parsed.data.AWS_REGION,
      ...(prefix === '' ? {} : { prefix }),
      ...(kmsKey === '' ? {} : { kmsKey }),
      ...(endpoint === '' ? {} : { endpoint }),
    }),
    now,
    log: makeLog(step, now, (line) => console.log(line)),
    attempt: () => randomBytes(6).toString('hex'),
  };
};

/** @throws UsageError that names the function and what its event lacks. */
export const readEvent = <T>(shape: z.ZodType<T>, event: unknown, step: string): T => {
  const parsed = shape.safeParse(event);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'event'} ${message}`);
  throw new UsageError(`${step} was handed an event that it can't use: ${issues.join('; ')}`);
};

export const runEvent = z.object({ run: z.string().regex(/^[A-Za-z0-9-]{1,80}$/) });
export const providerName = z.enum(['aws', 'azure', 'gcp']);
export type ProviderName = z.output<typeof providerName>;
/** A key that the function before wrote. */
export const keyName = z.string().regex(/^scans\/[A-Za-z0-9._/-]{1,900}$/);
