import { Service } from './service';

/**
 * Something done to each service of an app (`ComposeApp.eachService`).
 */
export interface IServiceVisitor {
  /**
   * Changes a service; called once for each, at synthesis.
   *
   * @param service the service, with all its methods: `addEnvironment`, `with`, `addOverride`, …
   */
  visit(service: Service): void;
}
