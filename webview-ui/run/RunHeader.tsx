import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { RunStatus } from '../../src/core/model/run.ts';
import { TaskId } from '../../src/core/model/scalars.ts';
import { runStatusIcons, runStatusNames } from '../../src/core/model/statusNames.ts';
import type { RunChoice, RunHead, RunRequest } from '../../src/protocol/runPage.ts';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { budgetParts, clockTime, costOf, money, shortCount } from './amounts.ts';
import type { RunState } from './runState.ts';

interface HeaderProps {
  readonly head: RunHead;
  readonly state: RunState;
  send(request: RunRequest): void;
}

/** What runs, how it stands, what it used, and what can be done with it. */
export function RunHeader({ head, state, send }: HeaderProps) {
  const { run, card } = head;
  const goesOn = run.status === 'running' || run.status === 'waiting';
  return (
    <header class="run-header">
      <div class="run-title">
        <RunStatusIcon status={run.status} />
        <h1>
          <button type="button" class="card-link" title={l10n.t('Open Card')} onClick={() => send({ type: 'card-open', task: card.id })}>
            <span class="muted">#{card.number}</span> {card.title}
          </button>
        </h1>
        <RunSelect head={head} send={send} />
        <span class="actions">
          {state.files > 0 && (
            <IconButton
              icon="diff-multiple"
              label={l10n.t('Show Changes ({0})', state.files)}
              onClick={() => send({ type: 'changes-show', run: run.id })}
            />
          )}
          {run.status === 'interrupted' && (
            <button type="button" class="button" onClick={() => send({ type: 'run-continue', task: card.id })}>
              <Icon name="debug-continue" /> {l10n.t('Continue')}
            </button>
          )}
          {goesOn && <IconButton icon="debug-stop" label={l10n.t('Stop')} onClick={() => send({ type: 'run-stop', task: card.id })} />}
        </span>
      </div>
      <Figures head={head} state={state} />
    </header>
  );
}

function Figures({ head, state }: Pick<HeaderProps, 'head' | 'state'>) {
  const { run, limits, prices, model } = head;
  // The log is ahead of the run's row, which is written now and then.
  const steps = Math.max(state.steps, run.steps);
  const usage = state.steps >= run.steps ? state.usage : run.usage;
  const cost = costOf(usage, prices) ?? run.cost;
  const [most] = budgetParts({ steps, usage, cost }, limits);
  const input = usage.input + usage.cachedInput;
  const unknown = steps > 0 && input + usage.output + usage.reasoning === 0;
  const counted = l10n.t('{0} in, {1} out', tokensIn(input, usage.cachedInput), shortCount(usage.output + usage.reasoning));
  const details = l10n.t(
    '{0} in, {1} of them cached; {2} out, and {3} for reasoning',
    input,
    usage.cachedInput,
    usage.output,
    usage.reasoning,
  );
  return (
    <div class="figures muted">
      <span>{run.agent}</span>
      <span class="model">{model}</span>
      {run.simulated && <span class="warning">{l10n.t('simulated')}</span>}
      <span>{runStatusNames()[run.status]}</span>
      <span>{steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', steps)}</span>
      <span
        title={
          unknown || state.estimated
            ? [l10n.t('The model did not say how many tokens it used.'), ...(unknown ? [] : [l10n.t('Estimated: {0}', details)])].join(' ')
            : details
        }
      >
        {unknown ? l10n.t('— tokens') : state.estimated ? l10n.t('about {0}', counted) : counted}
      </span>
      <span title={cost === null ? l10n.t('Cost unknown: the agent states no prices.') : l10n.t('Cost in US dollars')}>{money(cost)}</span>
      {most && (
        <span
          class="budget"
          title={budgetParts({ steps, usage, cost }, limits)
            .map(({ name, text }) => `${name} ${text}`)
            .join(', ')}
        >
          <meter
            min={0}
            max={1}
            low={0.8}
            high={0.95}
            optimum={0}
            value={Math.min(1, most.part)}
            aria-label={l10n.t('Budget used: {0}', most.name)}
          />{' '}
          {most.text}
        </span>
      )}
      <Elapsed from={run.startedAt} to={run.endedAt} />
    </div>
  );
}

function tokensIn(input: number, cached: number): string {
  return cached === 0 ? shortCount(input) : l10n.t('{0} ({1} cached)', shortCount(input), shortCount(cached));
}

function Elapsed({ from, to }: { readonly from: number; readonly to: number | null }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (to !== null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [to]);
  return <span title={l10n.t('Time since it started')}>{clockTime((to ?? now) - from)}</span>;
}

/** The runs of this card, and what else goes on: one list, as everything here shows one run. */
function RunSelect({ head, send }: Pick<HeaderProps, 'head' | 'send'>) {
  const { attempts, others } = head;
  if (attempts.length + others.length <= 1) return null;
  const all = [...attempts, ...others];
  return (
    <select
      class="run-select"
      aria-label={l10n.t('Run to show')}
      value={head.run.id}
      onChange={(event) => {
        const chosen = all.find(({ run }) => run === event.currentTarget.value);
        if (chosen) send({ type: 'run-show', task: TaskId.parse(chosen.task), run: chosen.run });
      }}
    >
      <optgroup label={l10n.t('Runs of this card')}>
        {attempts.map((choice) => (
          <option key={choice.run} value={choice.run}>
            {l10n.t('Attempt {0}, {1}', choice.attempt, describe(choice))}
          </option>
        ))}
      </optgroup>
      {others.length > 0 && (
        <optgroup label={l10n.t('Going on')}>
          {others.map((choice) => (
            <option key={choice.run} value={choice.run}>
              #{choice.number} {choice.title}, {describe(choice)}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}

function describe({ status, startedAt }: RunChoice): string {
  return `${runStatusNames()[status]}, ${new Date(startedAt).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })}`;
}

function RunStatusIcon({ status }: { readonly status: RunStatus }) {
  return (
    <span class={`status ${status}`}>
      <Icon name={runStatusIcons[status]} label={runStatusNames()[status]} spin={status === 'running'} />
    </span>
  );
}
