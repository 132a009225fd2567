import { containerRegistryNeedsSignIn } from '#checks/data/azure/container-registry-needs-sign-in.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const registry = (adminUser: boolean | 'unset', anonymousPull: boolean | 'unset') =>
  resource('microsoft.containerregistry/registries', { access: known({ adminUser, anonymousPull }) });

describeCheck(containerRegistryNeedsSignIn, {
  pass: { neither: registry(false, false) },
  fail: {
    'a shared administrator': [registry(true, false), ['access/adminUser']],
    'pulls without a name': [registry(false, true), ['access/anonymousPull']],
    both: [registry(true, true), ['access/anonymousPull', 'access/adminUser']],
    'one of them, the other not said': [registry(true, 'unset'), ['access/adminUser']],
  },
  unknown: { 'pulls not said': registry(false, 'unset'), 'administrator not said': registry('unset', false) },
});
