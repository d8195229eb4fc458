/** Version of the package, for what is written; a test compares it with package.json, which a bundled page can't read. */
export const version = '0.1.0';
