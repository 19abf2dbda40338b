import { Construct } from 'constructs';
import { SecretSource } from '../secret/secret-source';

const CONTEXT_KEY = 'projen-mlflow:secret-source';

/**
 * Hands the source of secrets of an app down to the constructs below it.
 */
export function provideSecretSource(app: Construct, source: SecretSource): void {
  app.node.setContext(CONTEXT_KEY, source);
}

/**
 * The source of secrets of the app above a construct.
 */
export function secretSourceOf(construct: Construct): SecretSource {
  return construct.node.tryGetContext(CONTEXT_KEY) ?? SecretSource.randomFile();
}
