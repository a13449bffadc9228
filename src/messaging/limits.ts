/** How many roles or requests one message to the worker may be about. */
export const mostAtOnce = 100;
