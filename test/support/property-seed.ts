/**
 * In CI, properties are tested with the same cases every time: a change is not refused for what it did not do. Elsewhere each run tries
 * others, and a find is printed with its seed.
 */
import fc from 'fast-check';

/** Any number: the cases that follow from it are tried. */
const SEED = 20_261_124;

if (process.env['CI'] !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
