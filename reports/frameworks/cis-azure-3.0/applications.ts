/** Sections 9 and 10, App Service and the rest. */
import type { Control } from '#model/framework.ts';
import { none, part } from '../control.ts';

export const azureApplications: readonly Control[] = [
  none('9.1', 'Web apps require HTTPS', 'that HTTPS only is on for each app'),
  part('9.2', 'Web apps ask who calls', 'that App Service authentication is set up for each app'),
  part('9.3', 'Web apps take no plain FTP', 'that the FTP state of each app is FTPS only or disabled'),
  part('9.4', 'Web apps require the newest TLS', 'that the minimum TLS version of each app is 1.2 or newer'),
  part('9.5', 'Web apps have an identity of their own', 'that each app has a managed identity'),
  part('9.6', 'Web apps refuse basic authentication', 'that basic authentication is off for each app'),
  none('9.7', 'PHP of web apps is supported', 'that no app runs a PHP version out of support'),
  none('9.8', 'Python of web apps is supported', 'that no app runs a Python version out of support'),
  none('9.9', 'Java of web apps is supported', 'that no app runs a Java version out of support'),
  part('9.10', 'Web apps speak HTTP/2', 'that HTTP/2 is on for each app'),
  none('9.11', 'Web apps take their secrets from a key vault', 'that secrets of apps are kept in key vaults'),
  none('9.12', 'Web apps are not debugged remotely', 'that remote debugging is off for each app'),
  none('10.1', 'Critical resources are locked', 'that each mission-critical resource has a lock'),
];
