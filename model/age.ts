/** Ages of things, counted to when the cloud looked at them and never to a clock. */

const day = 86_400_000;

/**
 * Days between two ISO 8601 times, with fractions; negative where the event lies after. `undefined` for what is
 * not a time, `none` included: an age that nobody knows is neither young nor old.
 */
export const ageInDays = (event: string, observedAt: string): number | undefined => {
  const age = (Date.parse(observedAt) - Date.parse(event)) / day;
  return Number.isNaN(age) ? undefined : age;
};
