/** Results, bitstreams and clips by key. Writing a key again replaces it whole or not at all. */
export interface ArtifactStore {
  /** Stores bytes or text under a key. */
  put(key: string, content: Uint8Array | string): Promise<void>;
  /** Stores a local file under a key. */
  putFile(key: string, path: string): Promise<void>;
  /** The bytes under a key, or undefined when there are none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Copies what is under a key to a local file.
   * @param most bytes that it may have; looked at before anything is copied.
   * @throws ArtifactNotFoundError, ArtifactTooLargeError
   */
  getFile(key: string, path: string, most?: number): Promise<void>;
  /** Keys below a prefix, sorted. */
  list(prefix: string): Promise<string[]>;
}

/** Text under a key, or undefined when there is none. */
export async function getText(store: ArtifactStore, key: string): Promise<string | undefined> {
  const bytes = await store.get(key);
  return bytes && new TextDecoder().decode(bytes);
}
