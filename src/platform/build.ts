/** What was decided when this build was made. */
declare const __HOIST_CLIENT_ID__: string;

/** Client id of the build's own app registration; empty where it has none (docs/entra-app.md). */
export const buildClientId: string = __HOIST_CLIENT_ID__;
