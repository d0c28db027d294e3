import * as l10n from '@vscode/l10n';
import { RequestPage } from '../../core/actions/runActions.ts';
import { TaskPage } from '../../core/actions/taskActions.ts';
import { answerHint, exampleAnswer } from '../requestAnswers.ts';
import { requestText } from '../requestText.ts';
import type { Session } from '../session.ts';
import { nameTask, whyOf } from '../taskText.ts';
import { indent } from '../textLayout.ts';

export async function inbox(session: Session): Promise<void> {
  const { filter } = await session.look();
  const { items: requests } = await session.call('inbox.list', RequestPage, {});
  const { items: tasks } = await session.call('task.list', TaskPage, {
    status: ['waiting', 'review', 'failed'],
    limit: 1000,
    order: 'number',
  });
  const { styles } = session;
  const review = tasks.filter(({ status }) => status === 'review');
  await session.show({ requests, review, failed: tasks.filter(({ status }) => status === 'failed') }, (waiting) => {
    const asked = waiting.requests.map((request) => {
      const task = tasks.find(({ id }) => id === request.task);
      const title = styles.bold(task ? nameTask(task) : request.task);
      const answer = styles.dim(
        l10n.t('answer: rota task answer {0} {1}   then: rota task execute {0}', task?.number ?? '?', exampleAnswer(request.body)),
      );
      return `${title}\n${indent(`${requestText(request.body, styles, filter)}\n${styles.dim(answerHint(request.body))}\n${answer}`, '  ')}`;
    });
    const decided = waiting.review.map((task) => {
      const ways = l10n.t('rota task accept {0}   or: rota task request-changes {0} "NOTE"', task.number);
      return `${styles.bold(nameTask(task))}  ${styles.yellow('review')}\n${indent([whyOf(task), styles.dim(ways)].filter((line) => line !== '').join('\n'), '  ')}`;
    });
    const broken = waiting.failed.map(
      (task) =>
        `${styles.bold(nameTask(task))}  ${styles.red('failed')}\n${indent([whyOf(task), styles.dim(l10n.t('look: rota run show {0}   again: rota task execute {0}', task.number))].join('\n'), '  ')}`,
    );
    return [...asked, ...decided, ...broken].join('\n\n') || l10n.t('Nothing waits for you.');
  });
}
