/** What firewall rules and firewall policies have to keep from the internet. */
import { span } from '../ports.ts';

export const adminPorts = {
  /** SSH, RDP, WinRM, VNC, telnet. */
  tcp: [22, 23, 3389, 5900, 5985, 5986].map(span),
  /** RDP runs over UDP as well. */
  udp: [3389].map(span),
  expected: 'no administration port, or a source of your own',
};
