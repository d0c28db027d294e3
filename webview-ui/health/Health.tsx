import * as l10n from '@vscode/l10n';
import type { HealthState } from '../../src/core/model/health.ts';
import type { HealthRequest, HealthUpdate, ShownFinding } from '../../src/protocol/healthPage.ts';
import { Icon } from '../shared/Icon.tsx';

export type HealthList = Extract<HealthUpdate, { type: 'health' }>;

interface HealthProps {
  readonly list: HealthList;
  /** How often the list was copied: each time is said. */
  readonly copies: number;
  send(request: HealthRequest): void;
}

/** What Rota needs and what was found, one line each, with what mends it. */
export function Health({ list, copies, send }: HealthProps) {
  const { running, summary, about, findings } = list;
  return (
    <main class="health">
      <header>
        <h1>{l10n.t('Health')}</h1>
        <p class="summary" role="status">
          {running ? l10n.t('Checking…') : summary}
        </p>
        <span class="acts">
          {running ? (
            <button type="button" class="button secondary" onClick={() => send({ type: 'cancel' })}>
              {l10n.t('Cancel')}
            </button>
          ) : (
            <button type="button" class="button secondary" onClick={() => send({ type: 'refresh' })}>
              {l10n.t('Check Again')}
            </button>
          )}
          <button type="button" class="button secondary" disabled={running} onClick={() => send({ type: 'copy' })}>
            {l10n.t('Copy Report')}
          </button>
        </span>
      </header>
      <ul aria-label={l10n.t('What was found')} aria-busy={running}>
        {findings.map((finding) => (
          <Finding key={`${finding.id} ${finding.title} ${finding.detail}`} finding={finding} send={send} />
        ))}
      </ul>
      <p class="about muted">{about}</p>
      <div class="unseen" role="status">
        {copies > 0 && <span key={copies}>{l10n.t('Copied')}</span>}
      </div>
    </main>
  );
}

function Finding({ finding, send }: { readonly finding: ShownFinding; readonly send: HealthProps['send'] }) {
  const { state, title, detail, fix, subject, button } = finding;
  return (
    <li class={`finding ${state}`}>
      <Icon name={icons[state]} label={stateNames()[state]} />
      <div class="what">
        <h2>{title}</h2>
        <p>{detail}</p>
      </div>
      {fix !== null && button !== null && (
        <button
          type="button"
          class={`button ${state === 'problem' ? '' : 'secondary'}`}
          aria-label={l10n.t('{0} ({1})', button, title)}
          onClick={() => send({ type: 'fix', fix, subject })}
        >
          {button}
        </button>
      )}
    </li>
  );
}

const icons: Readonly<Record<HealthState, string>> = { ok: 'pass', note: 'info', warning: 'warning', problem: 'error' };

function stateNames(): Record<HealthState, string> {
  return { ok: l10n.t('OK'), note: l10n.t('Note'), warning: l10n.t('Warning'), problem: l10n.t('Problem') };
}
