/** Which addresses may be spoken to in the clear: those that never leave this machine. */

/** Signed requests of real credentials must not cross a network in the clear. */
export const isSecure = (address: string): boolean => {
  const parsed = URL.parse(address);
  // What is no address has been refused as such already.
  return parsed === null || parsed.protocol === 'https:' || isLoopback(parsed.hostname);
};

export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
