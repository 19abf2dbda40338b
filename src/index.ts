export * from './compose';
export * from './testing';
