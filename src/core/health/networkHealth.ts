import * as l10n from '@vscode/l10n';
import type { Found, HealthCheck } from './healthCheck.ts';

/** What the environment says of the way to the network. Nothing in it holds a password. */
export interface NetworkFacts {
  readonly proxies: readonly { readonly variable: string; readonly shown: string; readonly usable: boolean }[];
  /** Variables that name no certificate that can be read. */
  readonly useless: readonly { readonly variable: string; readonly path: string }[];
  /** The host asks models in ways of its own: an editor has settings for it. */
  readonly byEditor: boolean;
}

/** Proxies and certificates that the environment names. Says nothing where it names none. */
export function networkCheck(read: () => NetworkFacts): HealthCheck {
  return { id: 'network', title: l10n.t('Network'), look: async () => look(read()) };
}

function look({ proxies, useless, byEditor }: NetworkFacts): Found[] {
  const [usable, others] = [proxies.filter((proxy) => proxy.usable), proxies.filter((proxy) => !proxy.usable)];
  const names = usable.map(({ variable, shown }) => `${shown} (${variable})`).join(', ');
  const found: Found[] = [];
  if (usable.length > 0)
    found.push({
      state: 'ok',
      detail: byEditor
        ? l10n.t('Commands and checks get the proxy {0}; models are asked as the proxy settings of the editor say.', names)
        : l10n.t(
            'Models elsewhere are asked through {0}, those of this machine directly; commands and checks get the same variables.',
            names,
          ),
    });
  if (!byEditor)
    for (const { variable, shown } of others)
      found.push({
        state: 'warning',
        detail: l10n.t('{0} names {1}, which is no http or https proxy: models are asked as if it were not there.', variable, shown),
      });
  for (const { variable, path } of useless)
    found.push({ state: 'warning', detail: l10n.t('{0} names {1}, where no certificate can be read.', variable, path) });
  return found;
}
