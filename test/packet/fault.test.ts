import { FAULT_NAMES, Fault } from '../../src/packet/fault.js';

test('every fault has a name of its own, in the order of the codes', () => {
  const codes = Object.values(Fault);
  expect(codes).toEqual(codes.map((_, i) => i));
  expect(FAULT_NAMES).toHaveLength(codes.length);
  expect(new Set(FAULT_NAMES).size).toBe(codes.length);
  for (const [key, code] of Object.entries(Fault)) {
    // The public name is the key in snake case: it cannot slip by one place.
    expect(FAULT_NAMES[code]).toBe(key.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase());
  }
});
