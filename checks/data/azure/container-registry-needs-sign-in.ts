import { defineCheck } from '#model/check.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const containerRegistryNeedsSignIn = defineCheck({
  id: 'data.azure.container-registry-needs-sign-in',
  title: 'Container registry knows everybody who pulls and pushes',
  finding: '{name} serves images to callers without a name of their own',
  consequence: 'Anybody, or whoever learns one shared password, reads the images or replaces them.',
  severity: 'high',
  on: 'microsoft.containerregistry/registries',
  reads: ['access'],
  controls: { practice: ['REG-3', 'IAM-2'] },
  remediation:
    'az acr update --name NAME --admin-enabled false --anonymous-pull-enabled false, and give clusters AcrPull through their identities. Verify: az acr show --query [adminUserEnabled,anonymousPullEnabled].',
  sources: [
    'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
    'https://learn.microsoft.com/azure/container-registry/anonymous-pull-access',
  ],
  evaluate({ access }) {
    const wrong: Evidence[] = [];
    if (access.anonymousPull === true) {
      wrong.push({ path: 'access/anonymousPull', found: 'true', expected: 'false' });
    }
    if (access.adminUser === true) wrong.push({ path: 'access/adminUser', found: 'true', expected: 'false' });
    if (wrong.length > 0) return fail(wrong);
    return access.adminUser === 'unset' || access.anonymousPull === 'unset'
      ? undecidable('Azure does not say whether the registry serves callers without a name')
      : pass;
  },
});
