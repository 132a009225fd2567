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

/** No clock of a cloud is off by more. */
const mostSkew = 1;

/**
 * Days since something that lies behind. `undefined` where it lies ahead: what is told to have happened later than the
 * cloud looked has a time that is wrong, and would count as new for ever.
 */
export const daysSince = (event: string, observedAt: string): number | undefined => {
  const age = ageInDays(event, observedAt);
  return age === undefined || age < -mostSkew ? undefined : age;
};
