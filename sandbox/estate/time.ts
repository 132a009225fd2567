/** Times of an estate are ages, counted back from the day it is loaded on, so that a demo does not grow old. */
import * as z from 'zod';
import { hexOf } from '#sandbox/forms/ids.ts';

const day = 86_400_000;

/** `30d`, or `never`. */
export const ageText = z.string().regex(/^(\d{1,5}d|never)$/, 'expected an age such as `30d`, or `never`');

export interface Calendar {
  /** ISO 8601 UTC, or `none` for `never`. Whole days, with an hour that `seed` fixes. */
  ago(age: string, seed: string): string;
  daysAgo(days: number, seed: string): string;
}

export const calendarFrom = (now: Date): Calendar => {
  const today = Math.floor(now.getTime() / day) * day;
  const daysAgo = (days: number, seed: string): string => {
    const second = Number.parseInt(hexOf(seed, 6), 16) % 86_400;
    return new Date(today - (days + 1) * day + second * 1000).toISOString();
  };
  return {
    daysAgo,
    ago: (age, seed) => (age === 'never' ? 'none' : daysAgo(Number(age.slice(0, -1)), seed)),
  };
};
