import * as l10n from '@vscode/l10n';
import type { ExampleCard } from '../../node/exampleWorkspace.ts';

/** Every card of the example has it: what a person writes beside them is their own. */
export const EXAMPLE_LABEL = 'example';

const check = { kind: 'command', command: 'npm test', timeLimit: 60 } as const;

/** What waits on the board of the example: one card whose check is red, one without a check, one that depends on another. */
export function exampleCards(): readonly ExampleCard[] {
  return [
    {
      draft: {
        title: l10n.t('Say "1 card", not "1 cards"'),
        description: l10n.t(
          '`count(1, "card")` in `src/count.js` answers "1 cards". One thing has no s.\n\nThe check `npm test` is red now. When it is green, this card is done.',
        ),
        labels: [EXAMPLE_LABEL],
        checks: [check],
      },
    },
    {
      draft: {
        title: l10n.t('Show three more examples in the README'),
        description: l10n.t(
          'Add three short calls of `count` with their answers to `README.md`.\n\nThis card has no check: it waits in review until you have looked and accept it.',
        ),
        labels: [EXAMPLE_LABEL],
      },
    },
    {
      draft: {
        title: l10n.t('Count children, too'),
        description: l10n.t(
          '`count(2, "child", "children")` should answer "2 children". Write a test for it.\n\nIt begins when the first card is done.',
        ),
        labels: [EXAMPLE_LABEL],
        checks: [check],
      },
      after: 0,
    },
  ];
}
