import * as l10n from '@vscode/l10n';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import type { Run } from '../../src/core/model/run.ts';
import { runStatusIcons, runStatusNames } from '../../src/core/model/statusNames.ts';
import type { Comment } from '../../src/core/model/task.ts';
import { totalTokens } from '../../src/core/model/usage.ts';
import { Icon, IconButton } from '../shared/Icon.tsx';
import { Markdown } from '../shared/Markdown.tsx';
import { useCard } from './cardContext.ts';
import { Fold } from './Fold.tsx';
import { Moment } from './Moment.tsx';
import { Trouble } from './Trouble.tsx';
import { actorWord, amount, lasted, money } from './words.ts';

/** What came of the card so far: result, runs, files, comments, history. */
export function Activity() {
  const { view } = useCard();
  return (
    <>
      {view.task.result === null ? undefined : (
        <section aria-labelledby="heading-result">
          <div class="heading">
            <h2 id="heading-result">{l10n.t('Result')}</h2>
          </div>
          <Markdown text={view.task.result} />
        </section>
      )}
      {view.runs.length === 0 ? undefined : <Runs />}
      {view.artifacts.length === 0 ? undefined : <Artifacts />}
      <Comments />
      <Fold name="history" title={l10n.t('History')} note={String(view.events.length)}>
        <ol class="history">
          {view.events.map((event) => (
            <li key={event.seq}>
              <span class="muted">
                <Moment at={event.at} /> · {showInvisible(actorWord(event.actor))}
              </span>
              <span>{event.message}</span>
            </li>
          ))}
        </ol>
      </Fold>
    </>
  );
}

function Runs() {
  const { model, view } = useCard();
  return (
    <section aria-labelledby="heading-runs">
      <div class="heading">
        <h2 id="heading-runs">{l10n.t('Runs')}</h2>
        <IconButton
          icon="discard"
          label={l10n.t('Undo File Changes of the Last Run…')}
          onClick={() => model.send({ type: 'card-command', command: 'rota.undoRun' })}
        />
      </div>
      <ul class="rows">
        {view.runs.map((run) => (
          <li key={run.id}>
            <button type="button" class="row" onClick={() => model.send({ type: 'run-open', run: run.id })}>
              <RunLine run={run} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunLine({ run }: { readonly run: Run }) {
  const tokens = totalTokens(run.usage);
  const facts = [
    runStatusNames()[run.status],
    ...(run.simulated ? [l10n.t('simulation')] : []),
    run.steps === 1 ? l10n.t('1 step') : l10n.t('{0} steps', run.steps),
    ...(tokens > 0 ? [l10n.t('{0} tokens', amount(tokens))] : []),
    ...(run.cost === null ? [] : [money(run.cost)]),
    ...(run.endedAt === null ? [] : [lasted(run.endedAt - run.startedAt)]),
  ];
  return (
    <>
      <Icon name={runStatusIcons[run.status]} spin={run.status === 'running'} />
      <span>{l10n.t('{0}, attempt {1}', run.agent, run.attempt)}</span>
      <span class="muted">{facts.join(' · ')}</span>
      <span class="muted end">
        <Moment at={run.startedAt} />
      </span>
    </>
  );
}

function Artifacts() {
  const { model, view } = useCard();
  return (
    <section aria-labelledby="heading-artifacts">
      <div class="heading">
        <h2 id="heading-artifacts">{l10n.t('Files')}</h2>
      </div>
      <ul class="rows">
        {view.artifacts.map(({ id, name, mediaType, size, at }) => (
          <li key={id}>
            <button type="button" class="row" onClick={() => model.send({ type: 'artifact-open', artifact: id })}>
              <Icon name="file" />
              <span>{name}</span>
              <span class="muted">{l10n.t('{0}, {1} bytes', mediaType, amount(size))}</span>
              <span class="muted end">
                <Moment at={at} />
              </span>
            </button>
            <IconButton
              icon="save-as"
              label={l10n.t('Save {0} As…', name)}
              onClick={() => model.send({ type: 'artifact-save', artifact: id })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Models like to close with a comment of the very words that are the result. Once is enough. */
function repeatsResult({ by, text }: Comment, result: string | null): boolean {
  return by.kind === 'agent' && result !== null && text.trim() === result.trim();
}

function Comments() {
  const { model, view } = useCard();
  const text = model.newComment.value;
  return (
    <section aria-labelledby="heading-comments">
      <div class="heading">
        <h2 id="heading-comments">{l10n.t('Comments')}</h2>
      </div>
      <ol class="comments">
        {view.comments
          .filter((comment) => !repeatsResult(comment, view.task.result))
          .map((comment) => (
            <li key={comment.id}>
              <p class="muted">
                <strong>{showInvisible(actorWord(comment.by))}</strong> · <Moment at={comment.at} />
              </p>
              <Markdown text={comment.text} />
            </li>
          ))}
      </ol>
      {view.readOnly === null || text !== '' ? (
        <div class="new-comment">
          <textarea
            class="input"
            rows={2}
            aria-label={l10n.t('New comment')}
            placeholder={l10n.t('Comment. Markdown works; Ctrl+Enter adds it.')}
            value={text}
            onInput={(event) => model.typeComment(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && model.addComment()}
          />
          <button type="button" class="button secondary small" disabled={text.trim() === ''} onClick={() => model.addComment()}>
            {l10n.t('Add Comment')}
          </button>
        </div>
      ) : undefined}
      <Trouble section="comment" />
    </section>
  );
}
