/**
 * Recorded answers of AWS calls, with a filter and how many resources it leaves. Those filters are put that ask what
 * a recorded policy grants; the others are in a language of the source's own.
 */
import { isAccountId, parseArn } from '#model/arn.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { outsideGrants } from '#model/policy/exposure.ts';
import { isAdministrator } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import type { CorpusAdapter, CorpusCase } from './contract.ts';
import { field, isFields, objectsIn, text } from './input.ts';

export const c7nRecorded: CorpusAdapter = (given) => {
  if (!given.inputFile.startsWith('aws/')) return undefined;
  const policies = policiesOf(given);
  if (policies === undefined || policies.length === 0) return undefined;
  if (asks(given.filters, 'cross-account')) {
    const account = accountOf(given);
    if (account === undefined) return undefined;
    const trust = { accounts: new Set([account]), organization: 'unknown', partners: new Set<string>() };
    const open = policies.filter((policy) =>
      // A service that acts for anybody is no account; the source does not count it.
      outsideGrants(policy, { trust, account }).some(({ reach }) => reach !== 'confused-service'),
    );
    return `match-count ${open.length}`;
  }
  if (asks(given.filters, 'has-allow-all')) {
    return `match-count ${policies.filter((policy) => isAdministrator([policy])).length}`;
  }
  return undefined;
};

/** The filter alone and without options; a filter on a value of the one resource does not matter beside it. */
const asks = (filters: readonly unknown[], type: string): boolean => {
  const own = filters.filter((filter) => !isValueFilter(filter));
  const [only] = own;
  return (
    own.length === 1 &&
    (only === type || (isFields(only) && only['type'] === type && Object.keys(only).length === 1))
  );
};

const isValueFilter = (filter: unknown): boolean =>
  isFields(filter) &&
  (filter['type'] === 'value' || !('type' in filter)) &&
  !('not' in filter) &&
  !('or' in filter);

/** One recorded call that gives the policy of one resource. */
const policyCall = /\.(Get\w*Policy|GetPolicyVersion|GetQueueAttributes|GetTopicAttributes)_\d+\.json$/;

/** Undefined where a recorded policy can't be parsed. */
function policiesOf({ inputFile, list, readJson }: CorpusCase): readonly PolicyDocument[] | undefined {
  const policies: PolicyDocument[] = [];
  for (const name of list(inputFile).filter((file) => policyCall.test(file))) {
    for (const holder of objectsIn(readJson(`${inputFile}${name}`))) {
      const value = ['Policy', 'policy', 'policyText', 'ResourcePolicy', 'Document']
        .map((key) => holder[key])
        .find((one) => typeof one === 'string' || (isFields(one) && 'Statement' in one));
      if (value === undefined) continue;
      const parsed = parsePolicyDocument(value);
      if (!parsed.ok) return undefined;
      policies.push(parsed.document);
    }
  }
  return policies;
}

/** The account that owns the recorded resources, by the ARNs of those that are listed or described. */
function accountOf({ inputFile, list, readJson }: CorpusCase): string | undefined {
  for (const name of list(inputFile).filter((file) => !policyCall.test(file))) {
    for (const holder of objectsIn(field(readJson(`${inputFile}${name}`), 'data'))) {
      for (const value of Object.values(holder)) {
        const account = parseArn(text(value) ?? '')?.account ?? queueOwner(text(value) ?? '');
        if (account !== undefined && isAccountId(account)) return account;
      }
    }
  }
  return undefined;
}

const queueOwner = (url: string): string | undefined => /^https:\/\/[^/]+\/(\d{12})\//.exec(url)?.[1];
