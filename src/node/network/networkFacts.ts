import type { NetworkFacts } from '../../core/health/networkHealth.ts';
import { statedCertificates } from './certificates.ts';
import { statedProxies } from './proxies.ts';

/** What an environment says of the way to the network. */
export function readNetworkFacts(environment: Readonly<Record<string, string | undefined>>, byEditor: boolean): NetworkFacts {
  const proxies = statedProxies(environment).map(({ variable, shown, url }) => ({ variable, shown, usable: url !== undefined }));
  return { proxies, useless: statedCertificates(environment).useless, byEditor };
}
