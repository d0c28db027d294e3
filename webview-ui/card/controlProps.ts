import type { CardFieldName } from './cardFields.ts';

/** What a control of a field is given. */
export interface ControlProps {
  readonly name: CardFieldName;
  readonly value: string;
  /** What the element says of itself, whichever it is. */
  readonly shared: {
    readonly id: string;
    readonly disabled: boolean;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string;
  };
}
