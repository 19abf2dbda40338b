export * from './backend-store';
export * from './mysql-service';
