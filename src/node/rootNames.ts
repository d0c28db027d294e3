/** Names of the folders of a workspace, in their order, as paths of work name them: plain, and each its own. */
export function rootNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(/[/\\\p{Cc}]/gu, '_');
    const base = /^\.{0,2}$/.test(plain) ? `folder${plain}` : plain;
    let free = base;
    for (let count = 2; taken.has(free); count++) free = `${base} (${count})`;
    taken.add(free);
    return free;
  });
}
