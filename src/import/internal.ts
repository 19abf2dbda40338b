// What other layers use of this one beside its public types. They import `index.ts` and this file alone.
export { ComposeSource, UnusableSource } from './compose-source';
export { Program } from './program';
