/** Where in a page the table stands. */
const [begins, ends] = ['<!-- cost: npm run cost -->', '<!-- /cost -->'] as const;

/** @throws Error where the page has no place for it. */
export const withTable = (page: string, table: string): string => {
  const [from, to] = [page.indexOf(begins), page.indexOf(ends)];
  if (from < 0 || to < from) throw new Error(`the page lacks ${begins} and ${ends}, in this order`);
  return `${page.slice(0, from)}${begins}\n${table}\n${page.slice(to)}`;
};
