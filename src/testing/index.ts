export * from './compose-template';
