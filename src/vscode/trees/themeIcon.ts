import * as vscode from 'vscode';
import type { Icon } from './cardFace.ts';

/** An icon of the editor in a colour of its theme. */
export function themeIcon({ id, color }: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === null ? undefined : new vscode.ThemeColor(color));
}
