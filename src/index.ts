export * from './compose';
export * from './database';
export * from './mlflow';
export * from './object-store';
export * from './testing';
