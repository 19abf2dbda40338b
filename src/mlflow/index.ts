export * from './artifact-transfer';
export * from './database-pool';
export * from './mlflow-artifacts-service';
export * from './mlflow-image';
export * from './mlflow-service';
export * from './mlflow-stack';
export * from './stack-database';
export * from './wait-strategy';
