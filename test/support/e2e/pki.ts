/** Certificates of a test's own, made by OpenSSL: those of the servers, and the authority by which a proxy inspects. */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Common names of the two authorities: by them a test sees who issued what a client got. */
export const SERVER_CA = 'Lab Server CA';
export const INSPECTION_CA = 'Lab Inspection CA';
const DAYS = '30';
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export interface Pki {
  /** Both authorities, as a managed device trusts them. */
  readonly trusted: string;
  readonly serverCa: string;
  readonly inspectionCa: { readonly key: string; readonly certificate: string };
  /** A configuration folder for mitmproxy with our authority in it. */
  readonly mitmproxyFolder: string;
  /** Certificate (with key) of one name. */
  readonly of: (name: string) => { readonly key: string; readonly certificate: string };
  /** Of that certificate's key, as `curl --pinnedpubkey` takes it. */
  readonly pin: (name: string) => string;
}

export function makePki(folder: string, names: readonly string[]): Pki {
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const authority = (id: string, name: string): { key: string; certificate: string } => {
    const made = { key: file(`${id}.key`), certificate: file(`${id}.pem`) };
    const uses = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    openssl(
      'req',
      '-x509',
      ...CURVE,
      '-keyout',
      made.key,
      '-out',
      made.certificate,
      '-days',
      DAYS,
      '-subj',
      `/CN=${name}`,
      ...uses,
    );
    return made;
  };
  const server = authority('server-ca', SERVER_CA);
  const inspection = authority('inspection-ca', INSPECTION_CA);
  const of = (name: string) => ({ key: file(`${name}.key`), certificate: file(`${name}.pem`) });
  for (const name of names) {
    const { key, certificate } = of(name);
    const request = file(`${name}.csr`);
    const extensions = file(`${name}.ext`);
    writeFileSync(extensions, `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`);
    openssl('req', ...CURVE, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
    const signer = ['-CA', server.certificate, '-CAkey', server.key, '-CAcreateserial'];
    openssl('x509', '-req', '-in', request, ...signer, '-days', DAYS, '-extfile', extensions, '-out', certificate);
  }
  const read = (name: string): string => readFileSync(name, 'utf8');
  const trusted = file('trusted.pem');
  writeFileSync(trusted, read(server.certificate) + read(inspection.certificate));
  const mitmproxyFolder = file('mitmproxy');
  mkdirSync(mitmproxyFolder);
  writeFileSync(path.join(mitmproxyFolder, 'mitmproxy-ca.pem'), read(inspection.key) + read(inspection.certificate));
  const pin = (name: string): string => {
    const spki = new X509Certificate(read(of(name).certificate)).publicKey.export({ type: 'spki', format: 'der' });
    return `sha256//${createHash('sha256').update(spki).digest('base64')}`;
  };
  return { trusted, serverCa: server.certificate, inspectionCa: inspection, mitmproxyFolder, of, pin };
}
