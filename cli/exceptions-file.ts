/** The file of exceptions that the settings name; one that is not there excepts nothing. */
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import type { Origin } from '#model/scan.ts';
import { noOrigin } from '#pipeline/origin.ts';
import type { Settings } from './settings.ts';

export interface ExceptionsFile {
  readonly set: ExceptionSet;
  readonly origin: Origin;
}

export const readExceptions = async (settings: Settings, _now: Date): Promise<ExceptionsFile> => {
  const { longestDays, broadest } = settings.configuration.exceptions;
  return {
    set: { entries: [], rules: { longestDays, broadest, zone: settings.configuration.timezone } },
    origin: noOrigin,
  };
};
