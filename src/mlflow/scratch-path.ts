/**
 * Where the server keeps temporary files. Any user may write there, and a volume that Docker makes at this path takes that over.
 */
export const SCRATCH_PATH = '/scratch';
