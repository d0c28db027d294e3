import type { JsonValue } from '../../../../src/core/base/json.ts';

/** Where a window's door finds the test that it opens itself to: a socket, named in the environment of the editor. */
export const DOOR_VARIABLE = 'ROTA_TEST_DOOR';

/** What the door of a window says first. */
export interface DoorGreeting {
  /** The process of the window's extension host. */
  readonly pid: number;
  /** Paths of the open folders. */
  readonly folders: readonly string[];
}

/** What a test asks of a window. */
export type DoorRequest =
  /** Starts a command. A command that asks a person something ends only with the answer, so only `wait` waits for its end. */
  | { readonly act: 'command'; readonly command: string; readonly args: readonly JsonValue[]; readonly wait: boolean }
  /** Opens a file (absolute path) in a tab and gives it the keyboard. */
  | { readonly act: 'open'; readonly path: string }
  /** Closes all tabs without saving, the panel, the second side bar, the list at the top and all notifications; names the tabs. */
  | { readonly act: 'settle' }
  /** Runs a tool of Rota in this window. */
  | { readonly act: 'tool'; readonly call: JsonValue };

export interface DoorQuestion {
  readonly id: number;
  readonly request: DoorRequest;
}

export interface DoorAnswer {
  readonly id: number;
  readonly result?: JsonValue;
  readonly error?: string;
}
