/** Questions about assets of Google Cloud that no corpus holds, put to the adapters. */
import { describe, expect, it } from 'vitest';
import { caseAdapters } from '../support/corpora/cases/index.ts';
import { gcpPolicyLibrary } from '../support/corpora/gcp-policy-library.ts';

const ask = (kind: string, question: string, input: unknown) =>
  caseAdapters.get(kind)?.({ kind, provider: 'gcp', question, input });

const firewall = (data: object) => ({
  name: '//compute.googleapis.com/projects/p/global/firewalls/f',
  assetType: 'compute.googleapis.com/Firewall',
  ancestors: ['projects/1'],
  resource: { data: { network: 'projects/p/global/networks/core', ...data } },
});

describe('a firewall rule', () => {
  it.each([
    [
      { allowed: [{ IPProtocol: 'udp' }], sourceRanges: ['0.0.0.0/0'] },
      'Is SSH open to the internet?',
      'not-exposed',
    ],
    [{ allowed: [{ IPProtocol: 'all' }] }, 'Is 3389 open to the internet?', 'exposed'],
    [
      { allowed: [{ ipProtocol: 'tcp', ports: ['20-30'] }], sourceRange: ['::/0'] },
      'Is SSH open to anyone?',
      'exposed',
    ],
    [
      { direction: 'EGRESS', allowed: [{ IPProtocol: 'tcp' }], destinationRanges: ['0.0.0.0/0'] },
      'Is SSH open to the internet?',
      'not-exposed',
    ],
    [{ allowed: [{ IPProtocol: 'tcp', ports: 'x' }] }, 'Is SSH open to the internet?', 'unknown'],
  ])('%j: %s %s', (data, question, verdict) => {
    expect(ask('gcp-firewall', question, firewall(data))).toMatchObject({ verdict });
  });
});

const bucket = (access: object, iamPolicy: object) => ({
  name: '//storage.googleapis.com/b',
  assetType: 'storage.googleapis.com/Bucket',
  ancestors: ['projects/1'],
  resource: { data: { iamConfiguration: access } },
  iamPolicy,
});
const uniform = { uniformBucketLevelAccess: { enabled: true } };

describe('a bucket', () => {
  const everybody = {
    bindings: [{ role: 'roles/storage.objectViewer', members: ['allAuthenticatedUsers'] }],
  };

  it('is public to every account on earth', () => {
    expect(ask('gcp-iam-storage', 'Public?', bucket(uniform, everybody))).toEqual({ verdict: 'public' });
  });

  it('is not, where the organisation prevents it in the newer form', () => {
    const input = {
      bucket: bucket(uniform, everybody),
      policy: { constraint: 'constraints/storage.publicAccessPrevention', rules: [{ enforce: true }] },
    };
    expect(ask('gcp-iam-storage', 'Public?', input)).toEqual({ verdict: 'not-public' });
  });

  it('is unknown where objects have lists of their own', () => {
    expect(ask('gcp-iam-storage', 'Public?', bucket({}, { bindings: [] }))).toEqual({ verdict: 'unknown' });
  });
});

describe('a policy', () => {
  const policy = {
    name: '//cloudresourcemanager.googleapis.com/projects/1',
    assetType: 'cloudresourcemanager.googleapis.com/Project',
    iamPolicy: {
      bindings: [
        {
          role: 'roles/owner',
          members: ['user:a@meridian.example'],
          condition: { expression: 'request.time < timestamp("2026-06-30T00:00:00Z")' },
        },
        {
          role: 'roles/editor',
          members: ['group:b@meridian.example'],
          condition: { expression: 'resource.x' },
        },
      ],
    },
  };

  it('gives a role until its end, and not a day longer', () => {
    expect(ask('gcp-iam-storage', 'Who holds owner on 2026-06-29?', policy)).toEqual({
      verdict: 'list',
      members: ['user:a@meridian.example'],
    });
    expect(ask('gcp-iam-storage', 'Who holds owner on 2026-07-01?', policy)).toEqual({
      verdict: 'list',
      members: [],
    });
  });

  it('does not decide what a request decides', () => {
    expect(ask('gcp-iam-storage', 'Does anyone hold editor?', policy)).toEqual({ verdict: 'unknown' });
  });
});

describe('an asset of the policy library', () => {
  const judged = (control: string, input: unknown) =>
    gcpPolicyLibrary({
      control,
      resource: '',
      filters: [],
      input,
      inputFile: '',
      readJson: () => undefined,
      list: () => [],
    });

  it('is judged where a check of ours asks the same', () => {
    const asset = {
      name: '//compute.googleapis.com/projects/p/regions/r/subnetworks/s',
      asset_type: 'compute.googleapis.com/Subnetwork',
      resource: { data: { network: 'projects/p/global/networks/core', ipCidrRange: '10.0.0.0/24' } },
    };
    expect(judged('GCPNetworkEnableFlowLogsConstraintV1', asset)).toBe('fail');
    expect(judged('SomethingElse', asset)).toBeUndefined();
  });

  it('is told when it can not be read', () => {
    expect(judged('SomethingElse', { name: 'x' })).toMatch(/^malformed/);
  });
});
