import * as compose from './compose';
import { guardMethods } from './compose/internal';
import * as database from './database';
import * as kubernetes from './kubernetes';
import * as mlflow from './mlflow';
import * as objectStore from './object-store';
import * as proxy from './proxy';
import * as testing from './testing';

export * from './compose';
export * as spec from './compose/spec';
export * from './database';
export * from './kubernetes';
export * from './mlflow';
export * from './object-store';
export * from './proxy';
export * from './testing';

[compose, database, kubernetes, mlflow, objectStore, proxy, testing].forEach(guardMethods);
