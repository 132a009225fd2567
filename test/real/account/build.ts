/** Two accounts of one organisation, with a faulty and a healthy one of everything that a check judges. */
import { buildApis } from './apis.ts';
import { buildCertificates, useCertificates } from './certificates.ts';
import { buildCompute } from './compute.ts';
import { buildData, shareSnapshot } from './data.ts';
import { buildDistributions } from './edge.ts';
import { buildIdentities } from './identity.ts';
import { buildNetworks, removeDefaultNetwork } from './network.ts';
import type { Place } from './place.ts';
import { addMember, callerAt } from './place.ts';
import { buildWebAcls, logWebAcl } from './web-acls.ts';
import { keepInOrder, recordTooLittle } from './whole.ts';

export interface Accounts {
  readonly faulty: Place;
  readonly healthy: Place;
}

/** What the faulty one has of everything, but for what not every server can build. */
export const buildFaulty = async (faulty: Place): Promise<void> => {
  await buildIdentities(faulty);
  await buildCompute(faulty);
  // Databases go into the network that a new account has, which goes afterwards.
  await buildData(faulty);
  await buildNetworks(faulty);
  await buildDistributions(faulty);
  await buildCertificates(faulty);
  await buildApis(faulty);
  await buildWebAcls(faulty);
  await recordTooLittle(faulty);
};

export const buildAccounts = async (endpoint: string): Promise<Accounts> => {
  const faulty = callerAt(endpoint);
  const healthy = await addMember(faulty);
  await buildFaulty(faulty);
  await shareSnapshot(faulty);
  await useCertificates(faulty);
  await logWebAcl(faulty);
  await removeDefaultNetwork(healthy);
  await keepInOrder(healthy);
  return { faulty, healthy };
};
