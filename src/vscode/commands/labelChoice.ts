interface Labelled {
  readonly labels: readonly string[];
}

/** Labels that every one of these has. */
export function sharedLabels(cards: readonly Labelled[]): string[] {
  const [first, ...others] = cards;
  return (first?.labels ?? []).filter((label) => others.every(({ labels }) => labels.includes(label)));
}

/** The labels of one of several after a choice for all: what was chosen is added, what all shared and is not chosen is taken away. */
export function chosenLabels(card: Labelled, shared: readonly string[], chosen: readonly string[]): string[] {
  const kept = card.labels.filter((label) => !shared.includes(label) || chosen.includes(label));
  return [...kept, ...chosen.filter((label) => !kept.includes(label))];
}
