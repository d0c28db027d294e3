// The words that people choose from, apart from their schemas: a command line names them long before it needs a schema.

export const taskStatuses = ['todo', 'queued', 'running', 'waiting', 'review', 'done', 'failed', 'canceled'] as const;

export const priorities = ['P0', 'P1', 'P2', 'P3'] as const;

export const riskLevels = ['low', 'medium', 'high', 'critical'] as const;

export const modes = ['ask', 'edit'] as const;

export const storeLocations = ['workspace', 'user'] as const;
