import { useCard } from './cardContext.ts';
import type { Section } from './cardModel.ts';

/** Why the last change of a section was not saved. */
export function Trouble({ section }: { readonly section: Section }) {
  const { model } = useCard();
  const problem = model.problem(section);
  return problem === undefined ? undefined : <p class="problem">{problem}</p>;
}
