import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asSentence } from '../../src/core/base/sentence.ts';
import type { RequestAnswer } from '../../src/core/model/request.ts';
import type { RequestAsk, RequestCard } from '../../src/protocol/requestCard.ts';
import { DiffText } from './DiffText.tsx';
import { Icon } from './Icon.tsx';
import { QuestionForm, RejectForm } from './RequestForms.tsx';
import { useSteady } from './useSteady.ts';
import './request.css';

interface RequestProps {
  readonly request: RequestCard;
  send(ask: RequestAsk): void;
}

/**
 * What waits for a person, and the ways to answer. The same for every kind; nothing of its text is interpreted. What decides stands last, next to
 * the buttons, so that no long text can push it out of sight. Once it is answered it is one line that opens.
 */
export function RequestView({ request, send }: RequestProps) {
  if (request.answer !== null) {
    return (
      <details class="request answered" data-request={request.id} tabIndex={-1}>
        <summary>
          <Icon name={icons[request.kind]} />
          <span>
            {asSentence(request.title)} <span class="muted">· {answerText(request)}</span>
          </span>
        </summary>
        <What request={request} />
      </details>
    );
  }
  return (
    <section
      class={`request open ${request.kind}`}
      aria-label={l10n.t('Waits for you: {0}', request.title)}
      data-request={request.id}
      tabIndex={-1}
    >
      <h2>
        <Icon name={icons[request.kind]} />
        {headings()[request.kind]}
      </h2>
      <What request={request} />
      <Answers request={request} send={send} />
    </section>
  );
}

function What({ request }: { readonly request: RequestCard }) {
  return (
    <>
      {request.diff !== null && <DiffText diff={request.diff} label={l10n.t('Proposed change')} />}
      <p class="detail">{request.detail}</p>
      {request.hadInvisible && (
        <p class="warning">
          <Icon name="warning" /> {l10n.t('It holds characters that cannot be seen. They are shown as codes.')}
        </p>
      )}
      {request.facts.length > 0 && <Facts request={request} />}
    </>
  );
}

const icons: Readonly<Record<RequestCard['kind'], string>> = {
  approval: 'shield',
  question: 'question',
  limit: 'dashboard',
  interrupted: 'debug-disconnect',
};

function headings(): Record<RequestCard['kind'], string> {
  return {
    approval: l10n.t('May the agent do this?'),
    question: l10n.t('The agent asks'),
    limit: l10n.t('A limit is reached'),
    interrupted: l10n.t('The run was interrupted'),
  };
}

function Facts({ request }: { readonly request: RequestCard }) {
  return (
    <dl>
      {request.facts.map((fact, at) => (
        <div key={at} class={fact.kind}>
          <dt>{fact.name}</dt>
          <dd>
            {fact.value}
            {fact.note !== null && <span class="warning"> {fact.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface Choice {
  readonly label: string;
  readonly answer: RequestAnswer;
  /** What it means, when the words of the button do not say all. */
  readonly meaning?: string;
}

/** Giving an answer once, and only with a press that was meant for its button. */
function useAnswer({ request, send }: RequestProps, buttons: RefObject<HTMLElement | null>) {
  const { steady, isSteady } = useSteady(buttons);
  const [given, setGiven] = useState(false);
  // Told again and still open: the answer was not taken.
  useEffect(() => setGiven(false), [request]);
  const answer = (chosen: RequestAnswer): void => {
    setGiven(true);
    send({ type: 'request-answer', request: request.id, answer: chosen });
  };
  /** A press of the mouse counts only on what stood still under it; a key means the button that has the focus. */
  const onPress = (act: () => void) => (event: MouseEvent) => {
    if (!given && (event.detail === 0 || isSteady())) act();
  };
  return { steady, given, answer, onPress };
}

function Answers({ request, send }: RequestProps) {
  const buttons = useRef<HTMLDivElement>(null);
  const { steady, given, answer, onPress } = useAnswer({ request, send }, buttons);
  const [rejecting, setRejecting] = useState(false);
  if (request.kind === 'question') {
    return (
      <QuestionForm
        choices={request.choices}
        choiceRow={buttons}
        steady={steady}
        disabled={given}
        onPress={onPress}
        answer={(text) => answer({ kind: 'text', text })}
      />
    );
  }
  const choices = choicesOf(request);
  return (
    <div>
      <div ref={buttons} class="buttons">
        {choices.map((choice, at) => (
          <button
            key={choice.label}
            type="button"
            class={`button${at === 0 ? '' : ' secondary'}`}
            disabled={given}
            aria-disabled={!steady}
            onClick={onPress(() => answer(choice.answer))}
          >
            {choice.label}
          </button>
        ))}
        {request.kind === 'approval' && (
          <button
            type="button"
            class="button secondary"
            aria-expanded={rejecting}
            disabled={given}
            aria-disabled={!steady}
            onClick={onPress(() => setRejecting(!rejecting))}
          >
            {l10n.t('Reject with Note…')}
          </button>
        )}
        {request.diff !== null && (
          <button type="button" class="text-link" onClick={() => send({ type: 'request-diff', request: request.id })}>
            {l10n.t('Open Diff')}
          </button>
        )}
      </div>
      {rejecting && <RejectForm disabled={given} reject={(note) => answer({ kind: 'reject', note })} />}
      {choices.some(({ meaning }) => meaning !== undefined) && <Meanings choices={choices} />}
    </div>
  );
}

function Meanings({ choices }: { readonly choices: readonly Choice[] }) {
  return (
    <ul class="meanings">
      {choices.map(({ label, meaning }) => (
        <li key={label}>
          <b>{label}</b>: {meaning}
        </li>
      ))}
    </ul>
  );
}

function choicesOf(request: RequestCard): Choice[] {
  switch (request.kind) {
    case 'approval':
      return [
        { label: l10n.t('Approve'), answer: { kind: 'approve', scope: 'once' } },
        ...(request.scopes.includes('run')
          ? [{ label: l10n.t('Approve for This Run'), answer: { kind: 'approve', scope: 'run' } } as const]
          : []),
        { label: l10n.t('Reject'), answer: { kind: 'reject', note: null } },
      ];
    case 'limit':
      return [
        { label: l10n.t('Continue'), answer: { kind: 'continue' }, meaning: l10n.t('the same amount again.') },
        { label: l10n.t('Stop'), answer: { kind: 'stop' }, meaning: l10n.t('the run ends; what it changed stays.') },
      ];
    case 'interrupted':
      return [
        { label: l10n.t('Continue'), answer: { kind: 'continue' }, meaning: l10n.t('the same conversation goes on where it stopped.') },
        {
          label: l10n.t('Start Over'),
          answer: { kind: 'start-over' },
          meaning: l10n.t('a new run begins; changed files stay as they are.'),
        },
        { label: l10n.t('Give Up'), answer: { kind: 'stop' }, meaning: l10n.t('the card is canceled; changed files stay as they are.') },
      ];
    case 'question':
      return [];
  }
}

function answerText({ answer, answeredBy }: RequestCard): string {
  const who = answeredBy?.name ?? '';
  if (answeredBy?.kind === 'system') return l10n.t('Nobody answered before the run ended.');
  switch (answer?.kind) {
    case 'approve':
      return answer.scope === 'run' ? l10n.t('{0} approved it for this run.', who) : l10n.t('{0} approved it.', who);
    case 'reject':
      return answer.note === null ? l10n.t('{0} rejected it.', who) : l10n.t('{0} rejected it: {1}', who, answer.note);
    case 'text':
      return l10n.t('{0} answered: {1}', who, answer.text);
    case 'continue':
      return l10n.t('{0} let it continue.', who);
    case 'start-over':
      return l10n.t('{0} let it start over.', who);
    case 'stop':
      return l10n.t('{0} stopped it.', who);
    case undefined:
      return '';
  }
}
