/** Why a request was refused; doors map it to exit codes and HTTP statuses. */
export type UserErrorCode =
  | 'invalid' // the request itself makes no sense
  | 'not-found'
  | 'refused' // a rule forbids it now; the message names the rule
  | 'conflict' // somebody else changed it meanwhile
  | 'read-only' // the store takes no writes; the message says why
  | 'damaged' // a file is broken; the message names file, place and remedy
  | 'unavailable'; // something outside is missing (model, tool, disk space)

/** An error that is shown to the person as written: says what, where and what to do next. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: UserErrorCode;

  constructor(code: UserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An error that the model reads and can mend: says what was wrong with its call and what to try. */
export class ToolError extends Error {
  override readonly name: string = 'ToolError';
}

/** A call that nothing could be made of: an unknown tool, broken JSON, input that does not fit. A model that makes only these is not working. */
export class MalformedCall extends ToolError {
  override readonly name = 'MalformedCall';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
