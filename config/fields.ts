/** The kinds of values that the configuration has, each with what it says of a wrong one. */
import * as z from 'zod';

export const text = (description: string) =>
  z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' }).describe(description);

export const number = (description: string) => z.number({ error: 'must be a number' }).describe(description);

export const count = (description: string) =>
  number(description).int({ error: 'must be a whole number' }).min(1, { error: 'must be 1 or more' });

export const flag = (description: string) =>
  z.boolean({ error: 'must be true or false' }).describe(description);

export const list = <T extends z.ZodType>(item: T, description: string) =>
  z.array(item, { error: 'must be a list' }).describe(description);

export const choice = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` }).describe(description);

export const section = <T extends z.ZodRawShape>(shape: T, description: string) =>
  z.strictObject(shape, { error: shapeError }).describe(description);

/** Unknown keys keep their own issue: the loader finds their lines and nearest names. */
function shapeError(issue: { readonly code: string | undefined }): string | undefined {
  return issue.code === 'invalid_type' ? 'must be a section of keys and values' : undefined;
}

export const notInThisFile = 'the value itself does not belong in this file';

/** Where a secret is, and never the secret. */
export const secretReference = (description: string) =>
  z
    .string({ error: 'must be text' })
    .regex(
      /^(?:[A-Z_][A-Z0-9_]{0,127}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+)$/,
      {
        error: `must be the name of an environment variable such as SLACK_URL, or the ARN of a secret in AWS Secrets Manager: ${notInThisFile}`,
      },
    )
    .describe(description);
