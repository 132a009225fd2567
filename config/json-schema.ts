import * as z from 'zod';
import { configurationSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of `plumbline.yaml`, for editors. */
export const configurationJsonSchema = (): Record<string, unknown> => ({
  title: 'plumbline.yaml',
  ...z.toJSONSchema(configurationSchema, { io: 'input' }),
});
