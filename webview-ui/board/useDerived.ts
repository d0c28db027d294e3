import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';

/** A value derived from signals and from the inputs named: draws anew only when the value itself differs. */
export function useDerived<T>(derive: () => T, inputs: readonly unknown[]): T {
  return useMemo(() => computed(derive), inputs).value;
}
