/** PRODUCT.md, starting values: an app that this client was seen using in the last 10 minutes. Packet time only, bounded. */
import { AppContext, IN_USE_US } from '../../src/client/context.js';

const START = Date.parse('2026-11-24T09:00:00Z') * 1000;

test('ten minutes from the last time it was seen, per client', () => {
  const context = new AppContext();
  context.saw('10.8.0.2', 'Signal', START);
  context.saw('10.8.0.2', 'Binance', START + 1e6);
  context.saw('10.8.0.2', 'Signal', START + 60e6);
  expect(context.inUse('10.8.0.2', START + 60e6)).toEqual(['Binance', 'Signal']);
  expect(context.inUse('10.8.0.3', START + 60e6)).toEqual([]);
  expect(context.inUse('10.8.0.2', START + 1e6 + IN_USE_US)).toEqual(['Binance', 'Signal']);
  expect(context.inUse('10.8.0.2', START + 1e6 + IN_USE_US + 1)).toEqual(['Signal']);
  expect(context.inUse('10.8.0.2', START + 60e6 + IN_USE_US + 1)).toEqual([]);
});

test('bounded in clients: the least recent is forgotten, and counted', () => {
  const context = new AppContext({ clients: 2, appsPerClient: 16 });
  context.saw('a', 'X', START);
  context.saw('b', 'X', START + 1);
  context.saw('a', 'Y', START + 2);
  context.saw('c', 'X', START + 3);
  expect(context.inUse('b', START + 4)).toEqual([]);
  expect(context.inUse('a', START + 4)).toEqual(['X', 'Y']);
  expect(context.evictedClients).toBe(1);
});

test('bounded in apps per client', () => {
  const context = new AppContext({ clients: 10, appsPerClient: 2 });
  for (const [i, app] of ['A', 'B', 'A', 'C'].entries()) context.saw('a', app, START + i);
  expect(context.inUse('a', START + 9)).toEqual(['A', 'C']);
  expect(context.evictedApps).toBe(1);
});

test('an app that is seen again and again stays, and the others age and are forgotten in the order of their use', () => {
  const context = new AppContext({ clients: 10, appsPerClient: 3 });
  for (const [i, app] of ['C', 'A', 'B', 'B', 'C'].entries()) context.saw('a', app, START + i);
  expect(context.inUse('a', START + 5)).toEqual(['A', 'B', 'C']);
  context.saw('a', 'D', START + 6); // pushes out A, the least recent
  expect(context.inUse('a', START + 6)).toEqual(['B', 'C', 'D']);
  expect(context.inUse('a', START + 4 + IN_USE_US)).toEqual(['C', 'D']);
  expect(context.inUse('a', START + 7 + IN_USE_US)).toEqual([]);
  context.saw('a', 'D', START + 8 + IN_USE_US);
  expect(context.inUse('a', START + 8 + IN_USE_US)).toEqual(['D']);
  expect(context.evictedApps).toBe(1);
});
