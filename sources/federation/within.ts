import { FederationError } from './federation-error.ts';

/**
 * The libraries that exchange tokens wait without end for a service that says nothing.
 *
 * @param what the service that is asked, at the beginning of a sentence.
 * @throws FederationError after so many milliseconds; what was asked goes on, and nobody looks at it.
 */
export const within = async <T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new FederationError(
            `${what} gave no token within ${milliseconds} ms`,
            'whether it can be reached from here is worth a look',
            true,
          ),
        ),
      milliseconds,
    );
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
