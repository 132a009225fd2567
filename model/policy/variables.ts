/**
 * Policy variables: what a pattern of a statement stands for before there is a request.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */

/** Condition key in lower case → what every request in question carries for it. */
export type RequestContext = ReadonlyMap<string, readonly string[] | 'absent'>;

export interface OpenPattern {
  readonly text: string;
  /** A star in the text stands for a variable of which nobody knows the value. */
  readonly variable: boolean;
}

/** A variable stands for a text that only the request knows, but for those that are known; older versions take it literally. */
export const openVariables = (pattern: string, version: string, context?: RequestContext): OpenPattern => {
  if (version !== '2012-10-17' || !pattern.includes('${')) return { text: pattern, variable: false };
  let variable = false;
  const text = pattern.replaceAll(/\$\{([^}]*)\}/g, (_whole, name: string) => {
    // These three are the escapes for the letters themselves; as one letter they can only match less than `*`.
    if (name === '*' || name === '?' || name === '$') return name === '$' ? '$' : '?';
    const value = knownVariable(name, context);
    if (value !== undefined) return value;
    variable = true;
    return '*';
  });
  return { text, variable };
};

/** A letter of the private use area: no value of a request has it, so nothing matches what holds it. */
export const neverMatched = '\uE002';

/**
 * Only of keys with one value. Where the key is not there the default counts (`${aws:username, 'nobody'}`), and without
 * one the statement matches nothing.
 */
export const knownVariable = (name: string, context: RequestContext | undefined): string | undefined => {
  const [, key = '', otherwise] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(name) ?? [];
  const values = context?.get(key.toLowerCase());
  if (values === 'absent') return otherwise ?? neverMatched;
  return values?.length === 1 ? values[0] : undefined;
};
