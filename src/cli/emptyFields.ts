/** What a field of a card is emptied to. */
export const emptyFields = {
  description: '',
  checks: [],
  labels: [],
  project: null,
  agent: null,
  payload: null,
  metadata: {},
  budget: {},
  due: null,
  eta: null,
  parent: null,
  dependsOn: [],
  relations: [],
  capabilities: [],
  runAfter: null,
  externalRefs: [],
} as const;
export type ClearableField = keyof typeof emptyFields;
export const clearable = Object.keys(emptyFields) as ClearableField[];
