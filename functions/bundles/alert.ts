/** The function that tells the channels, and the webhook. */
import { alertHandler } from '../alert.ts';
import { openRuntime } from '../runtime.ts';

export const alert = alertHandler(openRuntime('alert'));
