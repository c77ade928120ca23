/** Builds DNS messages from their fields (RFC 1035 §4.1), right or wrong ones; knows nothing of the parser. */

export const A = 1;
export const NS = 2;
export const CNAME = 5;
export const AAAA = 28;
/** RFC 9460 §14.1. */
export const SVCB = 64;
export const HTTPS = 65;
export const IN = 1;
export const RESPONSE = 0x8180;
export const TRUNCATED = 0x0200;

export function word(value: number): number[] {
  return [value >>> 8, value & 0xff];
}

/** A name without compression; `pointer` ends it instead of the root. */
export function name(text: string, pointer?: number): number[] {
  const labels = text === '' ? [] : text.split('.');
  const octets = labels.flatMap((label) => [label.length, ...Buffer.from(label, 'latin1')]);
  return [...octets, ...(pointer === undefined ? [0] : word(0xc000 | pointer))];
}

export interface Record {
  readonly owner: number[];
  readonly type: number;
  readonly rdata: number[];
  readonly ttl?: number;
  readonly class?: number;
}

export function record({ owner, type, rdata, ttl = 60, class: class_ = IN }: Record): number[] {
  const seconds = [...word(Math.floor(ttl / 65_536)), ...word(ttl % 65_536)];
  return [...owner, ...word(type), ...word(class_), ...seconds, ...word(rdata.length), ...rdata];
}

export interface Fields {
  readonly flags?: number;
  readonly questions?: number;
  readonly answers?: number;
  readonly question?: number[];
  readonly type?: number;
  readonly class?: number;
  readonly records?: readonly Record[];
}

/** A response by default. `answers` lies about the count if given. */
export function message(fields: Fields): Uint8Array {
  const records = fields.records ?? [];
  return Uint8Array.from([
    ...word(0x1234),
    ...word(fields.flags ?? RESPONSE),
    ...word(fields.questions ?? 1),
    ...word(fields.answers ?? records.length),
    ...word(0),
    ...word(0),
    ...(fields.question ?? name('chat.example.org')),
    ...word(fields.type ?? A),
    ...word(fields.class ?? IN),
    ...records.flatMap(record),
  ]);
}

/** Where the question's name stands. */
export const QUESTION_AT = 12;

/** RFC 9460 §14.3.2: key and value of a parameter. */
export type Param = readonly [key: number, value: readonly number[]];
export const alpnParam = (...ids: readonly string[]): Param => [
  1,
  ids.flatMap((id) => [id.length, ...Buffer.from(id, 'latin1')]),
];
export const ipv4hint = (...octets: readonly number[]): Param => [4, octets];
export const echParam = (...octets: readonly number[]): Param => [5, octets];
export const ipv6hint = (...octets: readonly number[]): Param => [6, octets];

/** RDATA of SVCB and HTTPS: RFC 9460 §2.2. Parameters in the order given. */
export function service(priority: number, target: string, ...params: readonly Param[]): number[] {
  return [
    ...word(priority),
    ...name(target),
    ...params.flatMap(([key, value]) => [...word(key), ...word(value.length), ...value]),
  ];
}

/** A message as TCP carries it: RFC 1035 §4.2.2. */
export function framed(octets: Uint8Array): Uint8Array {
  return Uint8Array.from([...word(octets.length), ...octets]);
}
