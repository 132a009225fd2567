/** Checks a payload against a small schema of a vendor's documented shape. */
import { Ajv } from 'ajv';

export type Faults = (value: unknown) => string | undefined;

/** Resolves to the first thing that is wrong; undefined for nothing. */
export const faultsOf = (schema: object): Faults => {
  const validate = new Ajv({
    allErrors: false,
    strict: true,
    strictTypes: false,
    strictRequired: false,
  }).compile(schema);
  return (value) => {
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath ?? ''} ${error?.message ?? 'is wrong'}`;
  };
};
