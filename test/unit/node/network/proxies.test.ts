import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTextFilter } from '../../../../src/core/base/safeText.ts';
import { proxyFor, proxySecrets, statedProxies } from '../../../../src/node/network/proxies.ts';

const via = (address: string, environment: Record<string, string>): string | undefined => proxyFor(new URL(address), environment)?.shown;

test('each scheme has its proxy, ALL_PROXY stands in, and lower case comes first', () => {
  const both = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2', ALL_PROXY: 'http://all:3' };
  assert.equal(via('http://a.example/', both), 'http://plain:1');
  assert.equal(via('https://a.example/', both), 'http://secure:2');
  assert.equal(via('https://a.example/', { ...both, https_proxy: 'http://lower:4' }), 'http://lower:4');
  assert.equal(via('https://a.example/', { ALL_PROXY: 'all.example:3' }), 'http://all.example:3');
  assert.equal(via('https://a.example/', { https_proxy: '', HTTPS_PROXY: 'https://secure:2' }), 'https://secure:2');
  assert.equal(via('https://a.example/', { HTTP_PROXY: 'http://plain:1' }), undefined);
});

test('this machine is never reached through a proxy', () => {
  const all = { ALL_PROXY: 'http://proxy:1', NO_PROXY: '' };
  for (const host of [
    'localhost',
    'LOCALHOST',
    'a.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    '0x7f.1',
    '2130706433',
  ])
    assert.equal(via(`http://${host}:11434/`, all), undefined, host);
  for (const host of ['localhost.example', '128.0.0.1', 'a127.0.0.1.example'])
    assert.equal(via(`http://${host}/`, all), 'http://proxy:1', host);
});

test('NO_PROXY takes names with all below them, addresses, networks, ports and everything', () => {
  const without = (exceptions: string) => (address: string) =>
    via(address, { ALL_PROXY: 'http://proxy:1', NO_PROXY: exceptions }) === undefined;
  const some = without('example.org, .internal *.corp 10.0.0.0/8,192.168.1.5 host:8080,[2001:db8::1],fd00::/8');
  for (const address of [
    'http://example.org/',
    'http://EXAMPLE.org/',
    'https://api.example.org/',
    'http://a.internal/',
    'http://a.corp/',
    'http://10.1.2.3/',
    'http://192.168.1.5/',
    'http://host:8080/',
    'http://[2001:db8::1]/',
    'http://[fd00::7]/',
  ])
    assert.ok(some(address), address);
  for (const address of ['http://notexample.org/', 'http://11.0.0.1/', 'http://192.168.1.50/', 'http://host/', 'http://[fe00::7]/'])
    assert.ok(!some(address), address);
  assert.ok(without('*')('https://anything.example/'));
  assert.ok(!without('10.0.0.0/99, /8, :80, [')('http://10.0.0.1/'));
});

test('a proxy that cannot be used is passed over, and named without its password', () => {
  const environment = { HTTPS_PROXY: 'socks5://ada:a-password@proxy:1080', ALL_PROXY: 'http://ada:a-password@other:3128' };
  assert.equal(via('https://a.example/', environment), 'http://other:3128');
  assert.deepEqual(
    statedProxies({ ...environment, HTTP_PROXY: 'http://' }).map(({ variable, shown, url }) => [variable, shown, url === undefined]),
    [
      ['HTTPS_PROXY', 'socks5://proxy:1080', true],
      ['HTTP_PROXY', '?', true],
      ['ALL_PROXY', 'http://other:3128', false],
    ],
  );
});

test('passwords of proxies are masked in every spelling in which they travel', () => {
  const secrets = proxySecrets({ https_proxy: 'http://ada:pa%24%24w%3Ard@proxy:1', HTTP_PROXY: 'bob:tiny@proxy', NO_PROXY: 'a@b' });
  const mask = createTextFilter({ secrets });
  const basic = Buffer.from('ada:pa$$w:rd').toString('base64');
  for (const text of ['http://ada:pa%24%24w%3Ard@proxy:1', 'password pa$$w:rd.', `x ${basic} y`, 'http://bob:tiny@proxy', 'bob:tiny'])
    assert.doesNotMatch(mask(text), /pa%24|pa\$\$|YWRh|tiny/, text);
  assert.equal(mask('a tiny word of proxy and ada'), 'a tiny word of proxy and ada');
});
