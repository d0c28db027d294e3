import { useComputed } from '@preact/signals';
import * as l10n from '@vscode/l10n';
import { showInvisible } from '../../src/core/base/visibleText.ts';
import { Priority } from '../../src/core/model/taskStatus.ts';
import { labelsInUse, NOBODY, type Filter } from './filter.ts';
import { usePage } from './page.ts';

/** Which cards are shown beside what the search says. */
export function FilterBar() {
  const { view, acts } = usePage();
  const labels = useComputed(() => labelsInUse(view.state.value?.cards.values() ?? [])).value;
  const filter = view.filter.value;
  const { agents } = view.facts.value;
  const choose = (change: Partial<Filter>): void => acts.setFilter({ ...filter, ...change });
  return (
    <div class="filter-bar" role="group" aria-label={l10n.t('Filters')}>
      <Choice
        label={l10n.t('Agent')}
        value={filter.agent}
        onChange={(agent) => choose({ agent })}
        options={[['', l10n.t('Any agent')], [NOBODY, l10n.t('No agent')], ...agents.map((name) => [name, name] as const)]}
      />
      <Choice
        label={l10n.t('Priority')}
        value={filter.priority}
        options={[['', l10n.t('Any priority')], ...Priority.options.map((name) => [name, name] as const)]}
        onChange={(value) => choose({ priority: Priority.safeParse(value).data ?? '' })}
      />
      <Choice
        label={l10n.t('Label')}
        value={filter.label}
        onChange={(label) => choose({ label })}
        options={[['', l10n.t('Any label')], ...labels.map((name) => [name, showInvisible(name)] as const)]}
      />
      <label class="check">
        <input type="checkbox" checked={filter.waiting} onChange={({ currentTarget }) => choose({ waiting: currentTarget.checked })} />{' '}
        {l10n.t('Waiting for me')}
      </label>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select class="field" aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}
