/** Validators of what formats write: against our own schemas beside the tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const folder = join(import.meta.dirname, '../../reports/formats/schemas');

/** The faults of a value, in words; empty where it is valid. */
export type Validate = (value: unknown) => readonly string[];

export const validatorOf = (schema: AnySchema): Validate => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
        );
};

export const ownSchema = (name: string): Validate =>
  validatorOf(JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8')));
