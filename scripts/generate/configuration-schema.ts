/** `docs/plumbline.schema.json`: what an editor knows of `plumbline.yaml`. */
import { configurationJsonSchema } from '#config/json-schema.ts';
import type { Output } from './output.ts';

export const configurationSchemaFile: Output = {
  files: () =>
    new Map([['docs/plumbline.schema.json', `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`]]),
};
