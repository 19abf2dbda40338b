export * from './backend-store';
export * from './database-engine';
export * from './database-tls';
export * from './database-uri';
export * from './external-database';
export * from './mysql-service';
export * from './postgres-service';
export * from './sqlite-store';
