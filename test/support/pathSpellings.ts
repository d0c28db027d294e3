/** One path for each kind of protected file. */
export const protectedExamples = [
  ...['.git/hooks/pre-commit', '.git/config', '.git/info/attributes', '.git/modules/x/config', '.git', '.gitmodules', '.gitattributes'],
  ...[
    '.vscode/settings.json',
    '.vscode/tasks.json',
    'app.code-workspace',
    '.idea/workspace.xml',
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
  ],
  ...['.github/workflows/ci.yml', '.gitlab-ci.yml', '.circleci/config.yml', '.husky/pre-push', '.pre-commit-config.yaml', 'lefthook.yml'],
  ...[
    '.envrc',
    '.mise.toml',
    '.tool-versions',
    '.npmrc',
    '.yarnrc',
    '.yarnrc.yml',
    '.pnpmfile.cjs',
    'bunfig.toml',
    'pip.conf',
    '.cargo/config.toml',
  ],
  ...[
    '.config/Code/User/settings.json',
    '.local/bin/tool',
    '.vscode-server/data/Machine/settings.json',
    'Library/Application Support/Code/User/settings.json',
    'Library/LaunchAgents/x.plist',
    '.xprofile',
    '.cargo/bin/cargo',
  ],
  ...['gradle/wrapper/gradle-wrapper.properties', '.mvn/maven.config', '.venv/bin/activate', 'venv/bin/python', 'node_modules/.bin/tsc'],
  ...[
    '.mcp.json',
    '.cursor/mcp.json',
    '.claude/settings.json',
    '.gemini/settings.json',
    '.codex/config.toml',
    '.roo/mcp.json',
    '.clinerules',
    '.kilocode/x',
  ],
  ...[
    '.windsurf/rules',
    '.amazonq/mcp.json',
    '.junie/guidelines.md',
    '.continue/config.yaml',
    'AGENTS.md',
    'CLAUDE.md',
    'GEMINI.md',
    '.cursorrules',
  ],
  ...[
    '.github/copilot-instructions.md',
    '.bashrc',
    '.zshrc',
    '.profile',
    '.bash_profile',
    '.rota/agents/coder.md',
    '.rota/board.json',
    'packages/x/AGENTS.md',
  ],
  ...[
    '.githooks/pre-commit',
    '.overcommit.yml',
    '.simple-git-hooks.json',
    '.lintstagedrc.json',
    '.hg/hgrc',
    '.dir-locals.el',
    '.gdbinit',
    '.lldbinit',
  ],
  ...[
    'azure-pipelines.yml',
    '.travis.yml',
    'Jenkinsfile',
    '.drone.yml',
    '.woodpecker/ci.yml',
    '.kiro/settings/mcp.json',
    '.trae/rules',
    '.qwen/settings.json',
    '.goosehints',
  ],
];

/** Ways to write a path that some file system takes for the same file. */
export function spellings(path: string): string[] {
  const names = path.split('/');
  const last = names.at(-1) ?? '';
  const above = names.slice(0, -1);
  const each = (change: (name: string) => string): string => names.map(change).join('/');
  return [
    ...[path, path.toUpperCase(), path.toLowerCase(), each(capital)],
    ...[`./${path}`, `.//${path}`, path.replaceAll('/', '//'), path.replaceAll('/', '/./'), `${path}/`],
    ...[`src/../${path}`, `packages\\${path.replaceAll('/', '\\')}`, `src\\..\\${path}`],
    ...[path.replaceAll('/', '\\'), `.\\${path.replaceAll('/', '\\')}`],
    ...[each((name) => `${name}.`), each((name) => `${name} `), each((name) => `${name}. .`)],
    ...[`${path}::$DATA`, `${path}:$DATA`, `${path}:stream`, [...above.map((name) => `${name}::$INDEX_ALLOCATION`), last].join('/')],
    ...[
      each((name) => name.replace(/^(.)/, '$1\u200c')),
      each((name) => `${name}\u200d`),
      each((name) => name.replace('.', '.\u00ad')),
      each((name) => `\ufeff${name}`),
    ],
    ...[path.replaceAll('s', '\u017f'), path.replaceAll('k', '\u212a'), path.replace(/[a-z]/g, fullWidth)],
  ];
}

function capital(name: string): string {
  return name.replace(/[a-z]/, (letter) => letter.toUpperCase());
}

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
}
