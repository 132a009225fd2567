/** What is said of a committed scan to those that tell of it. */
import * as z from 'zod';
import { runEvent } from './runtime.ts';

export const reportEvent = runEvent.extend({ number: z.number().int().min(1) });
