/**
 * LiveOutput: where octets of whole records go while a program runs for weeks. docs/attach.md, "Outputs". Unlike an Output it never ends the
 * program: what cannot be written is lost, whole records of it, and counted; and what is behind it is bounded.
 */

export interface LiveOutput {
  /**
   * Takes `records` whole records; the octets are copied or written when this returns. What is taken can be read by others at once.
   * @returns false if they are lost, and counted in `lost`
   */
  write(octets: Uint8Array, records: number): boolean;
  /**
   * Time goes on; called every now and then, several times a second.
   * @param nowMs of a clock that only goes forward
   */
  tick(nowMs: number): void;
  /** Records that did not get out; of several readers, the sum over them. */
  readonly lost: number;
  /**
   * What it is named by becomes this user's, who has to open it again or may read it. Nothing that is no file or socket of ours changes hands.
   * @throws UsageError `user`
   */
  give(uid: number): void;
  /** Brings out what it can in short time, then lets go of everything. Nothing may be written after it. */
  close(): Promise<void>;
}

/** One line for people about an output's troubles, and about their end. */
export type LogOutput = (message: string) => void;
