/** Something with a lifetime. Structural, so the editor's own disposables fit. */
export interface Disposable {
  dispose(): void;
}
