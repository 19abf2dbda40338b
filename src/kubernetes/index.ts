export * from './kubernetes-app';
export * from './kubernetes-entry';
export * from './kubernetes-identity';
export * from './kubernetes-secrets';
export * from './service-options';
