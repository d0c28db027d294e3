import { foldedNames, isShortName } from './pathNames.ts';

/**
 * Files and folders that later make a program do something, or that tell agents what they may do.
 * One name matches at any depth and protects all below it; `a/b` matches these names in a row; `*` is any run of characters.
 */
const PROTECTED = [
  // Git: hooks and configuration run commands; a `.git` file points to another repository.
  '.git', '.gitmodules', '.gitattributes', '.gitconfig', '.config/git', '.husky*', '.pre-commit-config.*', 'lefthook*.*', '.lefthook*',
  '.githooks', '.git-hooks', '.overcommit.yml', '.simple-git-hooks.*', 'simple-git-hooks.*', '.lintstagedrc*', '.hg', '.hgrc',
  // Editors: tasks, launch files, settings.
  '.vscode', '*.code-workspace', '.idea', '.vs', '.zed', '.fleet', '.nova', '.devcontainer*', '.vimrc', '.nvimrc', '.nvim.lua', '.lvimrc', '.exrc',
  '.dir-locals.el', '.gdbinit', '.lldbinit',
  // Builds on servers.
  '.github', '.gitlab-ci.yml', '.gitlab', '.circleci', '.buildkite', 'azure-pipelines*.y*ml', 'bitbucket-pipelines.yml', '.travis.yml', '.appveyor.yml', 'appveyor.yml', 'jenkinsfile', '.drone.yml',
  '.woodpecker*',
  // Tool versions, package managers, build wrappers.
  '.envrc', '.direnv', '.mise*', 'mise.toml', 'mise.*.toml', '.tool-versions', '.npmrc', '.yarnrc*', '.yarn/releases', '.yarn/plugins',
  '.pnpmfile.*', 'bunfig.toml', '.bunfig.toml', 'pip.conf', 'pip.ini', '.cargo/config*', 'gradle-wrapper*', '.mvn', '.bundle/config', 'node_modules/.bin',
  // Virtual environments of Python.
  'venv/bin', '.venv/bin', 'env/bin', '.env/bin', 'virtualenv/bin', '.virtualenv/bin',
  'venv/scripts', '.venv/scripts', 'env/scripts', '.env/scripts', 'virtualenv/scripts', '.virtualenv/scripts', 'bin/activate*', 'scripts/activate*', 'pyvenv.cfg',
  // Agents: their tools, rules and standing instructions.
  '.mcp.json', 'mcp.json', '.cursor*', '.claude*', '.gemini*', '.codex*', '.roo*', '.cline*', '.kilocode*', '.windsurf*', '.amazonq*', '.junie*', '.continue*',
  '.kiro*', '.trae*', '.qwen*', '.goose*', '.openhands*', '.crush*', 'qwen.md', '.aider*', '.agents', '.opencode*', 'opencode.json*', 'agents.md', 'agents.*.md', 'claude.md', 'claude.*.md', 'gemini.md', 'copilot-instructions.md',
  '*.instructions.md', '*.chatmode.md', '*.agent.md',
  // Shells, and what they start with.
  '.bashrc', '.bash_profile', '.bash_login', '.bash_logout', '.bash_aliases', '.profile', '.zshrc', '.zshenv', '.zprofile', '.zlogin', '.zlogout',
  '.kshrc', '.cshrc', '.tcshrc', '.login', '.logout', '.inputrc', '.config/fish', '.config/powershell', '*profile.ps1', '.ssh',
  // Rota: agents, rules, the store.
  '.rota*',
].map((entry) => entry.split('/').map(namePattern));

/** Whether a change to this path always asks (relative, `/` separated). Decided by the spelling alone: the file need not exist. */
export function isProtectedPath(path: string): boolean {
  const names = foldedNames(path);
  if (names.some(isShortName)) return true;
  return PROTECTED.some((entry) => names.some((_, start) => entry.every((pattern, index) => pattern.test(names[start + index] ?? ''))));
}

function namePattern(name: string): RegExp {
  const source = name.split('*').map((text) => text.replace(/[.]/g, '\\.')).join('.*');
  return new RegExp(`^${source}$`, 's');
}
