/** A codicon. Without a label it is decoration, unseen by screen readers. */
export function Icon({ name, label, spin = false }: { readonly name: string; readonly label?: string; readonly spin?: boolean }) {
  const className = `codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`;
  return label === undefined ? (
    <span class={className} aria-hidden="true" />
  ) : (
    <span class={className} role="img" aria-label={label} title={label} />
  );
}

/** A button that shows only an icon; its label is its tooltip and its name. */
export function IconButton({
  icon,
  label,
  onClick,
  disabled = false,
}: {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
