import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;
type Scheme = 'http' | 'https' | 'all';

const SCHEMES: readonly Scheme[] = ['https', 'http', 'all'];
/** This machine itself, however its name ends. */
const LOOPBACK = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])\.?$/i;

/** A proxy that the environment names. */
export interface StatedProxy {
  /** As it is spelled there. */
  readonly variable: string;
  /** Without user and password. */
  readonly shown: string;
  /** `undefined`: of a kind that Rota cannot use (SOCKS), or no address. */
  readonly url: URL | undefined;
  readonly scheme: Scheme;
}

/** The proxies of an environment: `https_proxy`, `http_proxy`, `all_proxy`, in lower case first, as other programs take them. */
export function statedProxies(environment: Environment): StatedProxy[] {
  return SCHEMES.flatMap((scheme) => {
    const variable = [`${scheme}_proxy`, `${scheme}_proxy`.toUpperCase()].find((name) => environment[name]?.trim());
    return variable === undefined ? [] : [stated(variable, scheme, (environment[variable] ?? '').trim())];
  });
}

/** The proxy that the way to an address goes through. Never one for this machine itself. */
export function proxyFor(address: URL, environment: Environment): StatedProxy | undefined {
  if (LOOPBACK.test(address.hostname) || isExcepted(address, environment['no_proxy'] ?? environment['NO_PROXY'] ?? '')) return undefined;
  const usable = statedProxies(environment).filter(({ url }) => url !== undefined);
  return usable.find(({ scheme }) => `${scheme}:` === address.protocol) ?? usable.find(({ scheme }) => scheme === 'all');
}

/** What must not be shown of them: passwords, in the spellings in which they travel. */
export function proxySecrets(environment: Environment): string[] {
  const values = Object.entries(environment).flatMap(([name, value]) => (/_proxy$/i.test(name) && value ? [value.trim()] : []));
  return values.flatMap((value) => {
    const [, login = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)@/i.exec(value) ?? [];
    if (login === '') return [];
    const [user = '', ...rest] = login.split(':');
    const password = rest.join(':');
    const plain = `${decoded(user)}:${decoded(password)}`;
    return [`${login}@`, plain, Buffer.from(plain).toString('base64'), password, decoded(password)].filter((secret) => secret !== '');
  });
}

/** User and password as a proxy wants them; `undefined` for one without. */
export function proxyLogin({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
}

function stated(variable: string, scheme: Scheme, value: string): StatedProxy {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const usable = url?.protocol === 'http:' || url?.protocol === 'https:';
  return { variable, scheme, shown: url === undefined ? '?' : `${url.protocol}//${url.host}`, url: usable ? url : undefined };
}

/** `NO_PROXY`: names with all below them, addresses, networks (`10.0.0.0/8`), each with a port or without; `*` is everything. */
function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  return exceptions
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isInNetwork(host, entry);
      const [, name = '', wantedPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (wantedPort !== undefined && wantedPort !== ownPort) return false;
      const suffix = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
      return suffix !== '' && (host === suffix || (isIP(host) === 0 && host.endsWith(`.${suffix}`)));
    });
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(bits), type);
  return list.check(host, type);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
