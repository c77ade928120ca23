/** Exit statuses: FLOW-RECORD.md, "Commands". */

/** Every input was read to its end. */
export const STATUS_OK = 0;
/** Some input was damaged, or could not be read while others were; or the output could not be written whole. */
export const STATUS_DAMAGED = 1;
/** Wrong usage: nothing was written. */
export const STATUS_USAGE = 2;
