import { describe, expect, it } from 'vitest';
import { whyNone } from '#sources/azure/plan.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const chain = (...errors: readonly Error[]): Error =>
  Object.assign(
    named(
      'AggregateAuthenticationError',
      `ChainedTokenCredential authentication failed.\n${errors.map(String).join('\n')}`,
    ),
    { errors },
  );
const absent = [
  named(
    'CredentialUnavailableError',
    'EnvironmentCredential is unavailable. No underlying credential could be used. To troubleshoot, visit https://aka.ms/azsdk/js/identity/environmentcredential/troubleshoot.',
  ),
  named(
    'CredentialUnavailableError',
    "Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation instructions and then, once installed, authenticate to your Azure account using 'az login'.",
  ),
];

describe('why Azure gave no token', () => {
  it('is one sentence where nothing is there to sign in with', () => {
    expect(whyNone(chain(...absent))).toBe(
      'none is in the environment, of a workload or managed identity, of Azure CLI, PowerShell or Azure Developer CLI',
    );
  });

  it('is what refused, and not what was never there', () => {
    const refused = named(
      'AuthenticationError',
      'AADSTS7000215: Invalid client secret provided.\nTrace ID: 1234',
    );
    const signedOut = named(
      'CredentialUnavailableError',
      "Please run 'az login' from a command prompt to authenticate before using this credential.",
    );
    const said = whyNone(chain(...absent, refused, signedOut));
    expect(said).toMatch(/^AADSTS7000215: Invalid client secret provided.*; Please run 'az login'/);
    expect(said).not.toMatch(/troubleshoot|ChainedTokenCredential|\n/);
  });

  it('is the error itself where there is no chain', () => {
    expect(whyNone(named('AuthenticationError', 'AADSTS700016: application not found in tenant.'))).toBe(
      'AADSTS700016: application not found in tenant',
    );
  });
});
