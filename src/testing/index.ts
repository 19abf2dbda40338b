export * from './artifact-store-contract';
export * from './backend-store-contract';
export * from './compose-template';
export * from './kubernetes-template';
