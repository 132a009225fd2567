/** Every request that may leave the process, by method and path. Nothing here changes anything. */

interface Operation {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
}

const subscription = `/subscriptions/[0-9a-f-]{36}`;

const allowed: readonly Operation[] = [
  { method: 'GET', path: /^\/subscriptions$/i },
  { method: 'GET', path: new RegExp(`^${subscription}/resources$`, 'i') },
  { method: 'GET', path: new RegExp(`^${subscription}/resourcegroups$`, 'i') },
  { method: 'GET', path: new RegExp(`^${subscription}/providers/[\\w.]+$`, 'i') },
  {
    method: 'GET',
    path: new RegExp(`^${subscription}/providers/microsoft\\.insights/diagnosticsettings$`, 'i'),
  },
  // One resource by its id: pairs of type and name below a provider, so no listing and no action.
  {
    method: 'GET',
    path: new RegExp(`^${subscription}/resourcegroups/[^/]+/providers/[\\w.]+(?:/[\\w]+/[^/]+)+$`, 'i'),
  },
  // A query is a POST, and only ever reads.
  { method: 'POST', path: /^\/providers\/microsoft\.resourcegraph\/resources$/i },
];

export const isAllowedRequest = (method: string, url: string): boolean => {
  const { pathname } = new URL(url);
  // An encoded slash or dots could make one path look like another.
  if (/%2f|\/\.\.?(?:\/|$)/i.test(pathname)) return false;
  return allowed.some((operation) => operation.method === method && operation.path.test(pathname));
};
