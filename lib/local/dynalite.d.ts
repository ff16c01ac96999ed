declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB over HTTP. Closing the server closes its store. */
  export default function dynalite(options: {
    /** Folder of the store; in memory when absent. */
    readonly path?: string;
    /** Milliseconds that a new table stays in CREATING. */
    readonly createTableMs?: number;
  }): Server;
}
