export * from './mlflow-image';
export * from './mlflow-service';
export * from './mlflow-stack';
