/** The addon for who cannot do without it, and what its errors mean to people. native-bindings/load.ts finds it. */
import { loadNative, type NativeAddon } from '../../native-bindings/load.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';

/** @throws UsageError that says why there is no addon, and what helps */
export function loadBinding(): NativeAddon {
  const { addon, missing } = loadNative();
  if (addon === undefined) throw new UsageError('native_missing', missing);
  return addon;
}

/** What opening a ring or a TUN device failed of, as a UsageError. */
export function openError(
  name: string,
  error: unknown,
  right: 'CAP_NET_RAW' | 'CAP_NET_ADMIN' = 'CAP_NET_RAW',
): unknown {
  if (!(error instanceof Error) || error instanceof UsageError) return error;
  const shown = harmless(name);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENODEV':
    case 'ENXIO':
      return new UsageError('interface_missing', `there is no interface ${shown}`);
    case 'ENETDOWN':
      return new UsageError('interface_down', `interface ${shown} is down: \`ip link set ${shown} up\` brings it up`);
    case 'EPFNOSUPPORT':
      return new UsageError('unsupported_link', `interface ${shown} is of a kind that carries neither Ethernet nor IP`);
    case 'EPERM':
    case 'EACCES':
      return new UsageError(
        'no_permission',
        `${shown} needs ${right}: run as root, or by systemd's AmbientCapabilities`,
      );
    case 'ENOMEM':
      return new UsageError('no_memory', `the kernel has no memory for the ring on ${shown}: fewer or smaller blocks`);
    case 'EBUSY':
      return new UsageError('interface_busy', `interface ${shown} is in use by another program`);
    case 'ENOENT':
      return new UsageError('no_tun', `there is no /dev/net/tun: \`modprobe tun\` loads it`);
    default:
      // A wrong option: the addon names it.
      return new UsageError('bad_option', `${shown}: ${harmless(error.message)}`);
  }
}

/** Of the system's clock, us since 1970: the kernel's own where the addon is, since packet stamps are of it; else to the millisecond. */
export function systemTimeUs(): number {
  return clock();
}

const US_PER_MS = 1000;
let clock = (): number => {
  const { addon } = loadNative();
  clock = addon === undefined ? () => Date.now() * US_PER_MS : () => addon.realtimeUs();
  return clock();
};
