/** What the system, not a cloud, says of a call that never got an answer. */

/** The network failed on the way; another try may go better. Each SDK adds words of its own. */
export const networkCodes: readonly string[] = [
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EADDRNOTAVAIL',
  'EPROTO',
];

/** The other side's certificate is not one that is trusted here: no other try mends that. */
export const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

/** The code of an error, or of what caused it; empty where none has one. */
export const systemCode = (error: Error): string => {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? systemCode(error.cause) : '';
};
