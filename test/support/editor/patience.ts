/**
 * How long tests in the editor wait, in milliseconds. One limit for everything, far longer than a busy machine needs: a test waits for a state, and
 * only a state that never comes costs this time. `attempt` bounds one of several tries at something that can be tried again.
 */
export const patience = { whole: 120_000, attempt: 8000 } as const;
