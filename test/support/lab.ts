/**
 * The project's own recordings (fixtures/captures/lab, made with the lab of namespaces) and what is known of them. expected.csv
 * has a row per flow with a hello; fixtures/README.md tells how both were made.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCsv } from './csv.js';

export const LAB = fileURLToPath(new URL('../../fixtures/captures/lab', import.meta.url));
/** The demo: in the tables it is called demo-phone.pcapng. */
export const DEMO = fileURLToPath(new URL('../../fixtures/captures/phone-through-tunnel.pcapng', import.meta.url));

/** Path of a capture as the tables name it. */
export function labPath(capture: string): string {
  return capture === 'demo-phone.pcapng' ? DEMO : `${LAB}/${capture}`;
}

export interface LabRow {
  readonly capture: string;
  readonly src_ip: string;
  readonly src_port: string;
  readonly dest_ip: string;
  readonly dest_port: string;
  readonly proto: string;
  readonly sni: string;
  readonly ja3_hash: string;
  readonly alpn: string;
  readonly hello_packets: string;
  readonly ja4: string;
  readonly by: string;
  readonly stack: string;
  readonly outcome: string;
}

export function labExpected(): LabRow[] {
  return readCsv(readFileSync(`${LAB}/expected.csv`, 'utf8')) as unknown as LabRow[];
}

export interface LabCapture {
  readonly path: string;
  readonly link_type: string;
  readonly packets: string;
  readonly shows: string;
}

export function labManifest(): LabCapture[] {
  return readCsv(readFileSync(`${LAB}/manifest.csv`, 'utf8')) as unknown as LabCapture[];
}
