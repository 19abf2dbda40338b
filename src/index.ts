export * from './compose';
export * as spec from './compose/spec';
export * from './database';
export * from './mlflow';
export * from './object-store';
export * from './proxy';
export * from './testing';
