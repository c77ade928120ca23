// Tests with real clients, servers and proxies in network namespaces: as root, with what .ci/run installs, over the built dist/.
import base from './jest.config.mjs';

export default {
  ...base,
  testMatch: ['<rootDir>/test/integration/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
