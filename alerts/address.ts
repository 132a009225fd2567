/** Where an alert may be sent: https, to an address of the public internet, whatever a name resolves to at that moment. */
import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The address can't be sent to; the message names neither its path nor its query, which may hold a secret. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/**
 * @param loopback permits `http` and `https` to this machine, for trying it out.
 * @throws AddressError
 */
export const checkedAddress = (text: string, loopback: boolean): URL => {
  const url = URL.parse(text);
  if (url === null) throw new AddressError('the address of the webhook is no URL: write https://…');
  const { hostname } = url;
  if (url.username !== '' || url.password !== '') {
    throw new AddressError(
      `the webhook at ${hostname} has a password in its address: sign with the secret instead`,
    );
  }
  const local = loopback && isLoopback(bare(hostname));
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) {
    throw new AddressError(`the webhook at ${hostname} must use https`);
  }
  if (ipaddr.isValid(bare(hostname)) && !local) refuse(bare(hostname), hostname);
  return url;
};

/**
 * Resolves a name, and refuses it when any of its addresses is not of the public internet: those of the function's own
 * network and of its metadata service are reached from there, and from nowhere else.
 */
export const publicLookup =
  (loopback: boolean, resolve: typeof resolveName = resolveName): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      try {
        for (const { address } of addresses)
          if (!(loopback && isLoopback(address))) refuse(address, hostname);
      } catch (refused) {
        callback(refused as NodeJS.ErrnoException, []);
        return;
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

const refuse = (address: string, hostname: string): void => {
  const range = rangeOf(address);
  if (range === 'unicast') return;
  throw new AddressError(
    `the webhook at ${hostname} is at ${address}, which is no address of the public internet (${range}): alerts are sent there only`,
  );
};

/** An IPv4 address in the clothes of an IPv6 one is judged by what it is. */
const rangeOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'no address';
  return ipaddr.process(address).range();
};

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || (ipaddr.isValid(hostname) && rangeOf(hostname) === 'loopback');

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
