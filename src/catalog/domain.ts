/**
 * Registrable domains, by the public suffix list with its private section (a customer of a platform is a site of its own).
 * Needed when a catalog is made or checked, not when it is used: files carry the answer, so that reading one does not have
 * to load the list.
 */
import { parse } from 'tldts';

/** Most octets of a host name in text form: RFC 1035 §3.1, less the root label. */
export const MAX_HOST = 253;
/** Most octets of one label: RFC 1035 §3.1. */
const MAX_LABEL = 63;

export interface HostKind {
  /** '' where the host is itself a public suffix. */
  readonly domain: string;
  /** The host is a public suffix: of the list's ICANN section, or of its private one. */
  readonly publicSuffix: 'no' | 'icann' | 'private';
}

const OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false, detectIp: false };

export function hostKind(host: string): HostKind {
  const parts = parse(host, OPTIONS);
  if (parts.publicSuffix === host) return { domain: '', publicSuffix: parts.isPrivate ? 'private' : 'icann' };
  return { domain: parts.domain ?? host, publicSuffix: 'no' };
}

/** Labels of the registrable domain of `host`; all of its labels where it is a public suffix itself. */
export function domainLabelsOf(host: string): number {
  const { domain } = hostKind(host);
  return (domain === '' ? host : domain).split('.').length;
}

/** Lower-case host name of at least two labels of letters, digits, hyphens and underscores; no address. */
export function isHost(text: string): boolean {
  if (text.length > MAX_HOST) return false;
  const labels = text.split('.');
  return labels.length >= 2 && labels.every(isLabel) && /[a-z]/.test(labels[labels.length - 1]!);
}

function isLabel(label: string): boolean {
  if (label.length === 0 || label.length > MAX_LABEL) return false;
  return /^[a-z0-9_-]+$/.test(label) && !label.startsWith('-') && !label.endsWith('-');
}
