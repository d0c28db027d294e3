import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programsOf } from '../../../../src/core/rules/commandPrograms.ts';
import { hiddenFailure } from '../../../../src/core/rules/hiddenFailure.ts';

test('a pipe whose last program cannot fail hides how the others ended', () => {
  const hiding = [
    'npm test | tee log',
    'make 2>&1 | tee -a log | tail -5',
    'cd x && pytest | cat',
    'pytest |& head',
    'a | tee x && echo done',
    'echo; a | wc -l',
  ];
  for (const command of hiding) assert.match(hiddenFailure(command, '') ?? '', /the exit code is that of "\w+"/, command);
  for (const command of ['npm test || true', 'npm test; true', 'npm test || :', 'npm test;exit 0'])
    assert.match(hiddenFailure(command, '') ?? '', /ends well whatever happens/, command);
});

test('a pipe that can fail, or is told to, is left alone', () => {
  const plain = [
    'npm test',
    'npm test | grep -q ok',
    'set -o pipefail; npm test | tee log',
    'npm test | tee log; test ${PIPESTATUS[0]} = 0',
    'a || cat b',
    'echo "a | tee b"',
    "grep 'x | cat' file",
    'a | tee log; grep ok log',
    'true',
  ];
  for (const command of plain) assert.equal(hiddenFailure(command, ''), undefined, command);
});

test('what the shell did not find is named in the words of each shell', () => {
  for (const line of [
    '/bin/bash: line 1: pytest: command not found',
    'bash: pytest: command not found',
    'sh: 1: pytest: not found',
    '/bin/sh: pytest: not found',
  ])
    assert.match(hiddenFailure('x', `before\n${line}\nafter\n`) ?? '', /^"pytest" was not found/, line);
  for (const line of ['error: module not found', 'pytest was not found', 'Page: 404: not found here'])
    assert.equal(hiddenFailure('x', line), undefined, line);
});

test('the programs of a command line are what its parts begin with', () => {
  assert.deepEqual(programsOf('cd app && A=1 pytest -q | tee log; for x in 1; do ruff check; done || ./own.sh'), ['pytest', 'tee', 'ruff']);
});
