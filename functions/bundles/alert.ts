/** The function that tells a webhook. */
import { alertHandler } from '../alert.ts';
import { openRuntime } from '../runtime.ts';

export const alert = alertHandler(openRuntime('alert'));
