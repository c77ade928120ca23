/** The commands are nft(8)'s; test/integration/nft.e2e.test.ts has them loaded by the real one. */
import { rulesetCommands, rulesetText } from '../../../src/serve/nft/ruleset.js';

test('sets, steering and QUIC: members are accepted before the rule for the others', () => {
  expect(rulesetText({ table: 'pinsight', redirectTo: 8080, quic: true, interfaces: ['tun0', 'wg0'] })).toBe(
    `add table inet pinsight
delete table inet pinsight
add table inet pinsight
add set inet pinsight bypass4 { type ipv4_addr . ipv4_addr . inet_service ; size 65536 ; flags timeout ; }
add set inet pinsight bypass6 { type ipv6_addr . ipv6_addr . inet_service ; size 65536 ; flags timeout ; }
add chain inet pinsight steer { type nat hook prerouting priority dstnat ; policy accept ; }
add rule inet pinsight steer ip saddr . ip daddr . tcp dport @bypass4 accept
add rule inet pinsight steer ip6 saddr . ip6 daddr . tcp dport @bypass6 accept
add rule inet pinsight steer iifname { "tun0", "wg0" } tcp dport 443 redirect to :8080
add chain inet pinsight quic { type filter hook forward priority filter ; policy accept ; }
add rule inet pinsight quic ip saddr . ip daddr . udp dport @bypass4 accept
add rule inet pinsight quic ip6 saddr . ip6 daddr . udp dport @bypass6 accept
add rule inet pinsight quic iifname { "tun0", "wg0" } udp dport 443 drop
`,
  );
});

test('sets alone', () => {
  expect(rulesetCommands({ table: 'pinsight', quic: false }).filter((line) => /chain|rule/.test(line))).toEqual([]);
});

for (const table of ['', '1a', 'a b', 'a;flush ruleset', 'a'.repeat(33), 'a\n']) {
  test(`no table: ${JSON.stringify(table.slice(0, 20))}`, () => {
    expect(() => rulesetCommands({ table, quic: false })).toThrow('name of a table');
  });
}

test('no port, no interface', () => {
  for (const redirectTo of [0, 65_536, 1.5])
    expect(() => rulesetCommands({ table: 'p', quic: false, redirectTo })).toThrow('port');
  for (const name of ['', 'a b', 'a"', 'sixteen-letters0'])
    expect(() => rulesetCommands({ table: 'p', quic: true, interfaces: [name] })).toThrow('interfaces');
});
