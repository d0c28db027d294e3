import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isProtectedPath } from '../../../../src/core/rules/protectedPaths.ts';
import { isSecretPath } from '../../../../src/core/rules/secretPaths.ts';
import { isStorePath } from '../../../../src/core/rules/pathNames.ts';
import { protectedExamples, spellings } from '../../../support/pathSpellings.ts';

describe('protected paths', () => {
  for (const path of protectedExamples) {
    it(`cover ${path} in every spelling`, () => {
      for (const spelling of spellings(path)) assert.ok(isProtectedPath(spelling), JSON.stringify(spelling));
    });
  }

  it('cover what Windows calls by a short name', () => {
    for (const path of ['GIT~1/hooks/pre-commit', 'git~2', 'VSCODE~1/settings.json', 'AGENTS~1.MD', 'src/CLAUDE~12.md'])
      assert.ok(isProtectedPath(path), path);
  });

  it('do not cover ordinary work', () => {
    const ordinary = [
      'src/main.ts',
      'README.md',
      'package.json',
      'Makefile',
      'git/hooks.ts',
      'github/x',
      'docs/vscode.md',
      'src/agents/agent.ts',
      'a~b.txt',
      '.gitignore',
      '.editorconfig',
    ];
    for (const path of [
      ...ordinary,
      'environment/bin.ts',
      'bin/rota.mjs',
      'src/profile.ts',
      'rota/local.ts',
      '.prettierrc',
      'cursor.ts',
      '',
    ])
      assert.ok(!isProtectedPath(path), path);
  });
});

describe('secret paths', () => {
  const secret = [
    '.env',
    '.env.local',
    'app/.env.production',
    'prod.env',
    '.npmrc',
    '.netrc',
    'id_rsa',
    'keys/id_ed25519',
    'server.key',
    'cert.pem',
    'store.p12',
    '.git-credentials',
  ];
  secret.push(
    '.aws/credentials',
    '.ssh/config',
    'credentials.json',
    'secrets.yaml',
    'service-account.json',
    'service_account_prod.json',
    'terraform.tfstate',
    'prod.tfvars',
    '.git/config',
    '.kube/config',
  );
  for (const path of secret) {
    it(`cover ${path} in every spelling`, () => {
      for (const spelling of spellings(path)) assert.ok(isSecretPath(spelling), JSON.stringify(spelling));
    });
  }

  it('do not cover ordinary files and templates', () => {
    for (const path of [
      'src/environment.ts',
      '.env.example',
      'app/.env.sample',
      'src/secrets.ts',
      'key.ts',
      'id_rsa.pub',
      'src/credentials.ts',
      '.gitignore',
      '',
    ])
      assert.ok(!isSecretPath(path), path);
  });
});

describe('the store', () => {
  it('is out of reach in every spelling, and only the store', () => {
    for (const path of ['.rota/local', '.rota/local/store/journal', 'packages/app/.rota/local/x']) {
      for (const spelling of spellings(path)) assert.ok(isStorePath(spelling), JSON.stringify(spelling));
    }
    assert.ok(isStorePath('ROTA~1/local/x'));
    for (const path of ['.rota/board.json', '.rota/agents/local.md', 'rota/local/x', 'local/.rota', ''])
      assert.ok(!isStorePath(path), path);
  });
});
