// Tests import src/*.ts directly; only tests that start workers or the program use the built dist/.
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Real clients, servers and proxies in network namespaces: `npm run e2e`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/integration/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    // Its compiled form lies beside it, and may be older.
    '^.*/native-bindings/load\\.js$': '<rootDir>/native-bindings/load.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  setupFiles: ['<rootDir>/test/support/property-seed.ts'],
  testTimeout: 60_000,
};
