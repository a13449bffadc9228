import type { Server } from 'node:http';

/** Waits for no browser that keeps its connection open. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
