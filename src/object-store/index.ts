export * from './artifact-store';
export * from './bucket-init';
export * from './minio-service';
export * from './s3-server';
export * from './volume-artifact-store';
