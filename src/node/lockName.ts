/** The file in a store's folder that says who owns it. */
export const lockName = 'owner.lock';
