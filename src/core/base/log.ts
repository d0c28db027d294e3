/** Where bugs and notes for the developer go. Never secrets, never file contents. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
