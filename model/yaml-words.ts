/** What the YAML parser has against a text, for whoever wrote the text: its own words are for who calls the parser. */

const words: readonly (readonly [RegExp, string])[] = [
  [/multiple documents/, 'a second document begins here (`---`): a file holds one'],
  [/call stack|too deep/i, 'it is nested too deep to be read'],
  [/Map keys must be unique/, 'this key stands twice in its section: keep one of them'],
  [/Tabs are not allowed/, 'a tab is no indentation in YAML: use spaces'],
  [/alias count|resource exhaustion/i, 'its aliases (`*name`) unfold into too much: write it out'],
  [/Unresolved alias/, 'this alias (`*name`) has no anchor (`&name`) before it'],
];

export const yamlWords = (message: string): string => {
  const own = words.find(([pattern]) => pattern.test(message))?.[1];
  return own ?? message.split('\n', 1)[0] ?? message;
};
