/** The themes that everything must look right in. */
export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
export type Theme = keyof typeof themes;

export type Settings = Readonly<Record<string, unknown>>;

/**
 * A quiet editor: nothing pops up, nothing is fetched, and files are saved only when somebody saves them, as on a desktop. (The browser editor
 * saves by itself otherwise, which hides edits that a desktop would leave unsaved.) What is typed stays as it was typed.
 */
export function editorSettings(theme: Theme, restricted: boolean, more: Settings): Settings {
  return {
    'files.autoSave': 'off',
    'editor.autoIndent': 'none',
    'editor.autoClosingBrackets': 'never',
    'workbench.colorTheme': themes[theme],
    'window.autoDetectColorScheme': false,
    'security.workspace.trust.enabled': restricted,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.enableExperiments': false,
    'workbench.welcomePage.walkthroughs.openOnInstall': false,
    'workbench.welcomePage.experimentalOnboarding': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'extensions.ignoreRecommendations': true,
    'update.mode': 'none',
    'git.autofetch': false,
    // Nothing moves by itself and nothing runs that no test looks at: without a graphics card every frame costs a processor.
    'workbench.reduceMotion': 'on',
    'editor.cursorBlinking': 'solid',
    'git.enabled': false,
    'git.openRepositoryInParentFolders': 'never',
    'typescript.disableAutomaticTypeAcquisition': true,
    ...more,
  };
}
