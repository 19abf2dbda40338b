import { hasReference } from '../value/interpolation';

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const DOMAIN =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?';

/**
 * The grammar of references to images.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::(\\w[\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

/**
 * A reference to an image, by its parts.
 */
export interface ImageReference {
  /** The name without the prefixes of Docker Hub: `python`, `minio/minio`, `ghcr.io/mlflow/mlflow`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * The image of a service as the file names it; `undefined` if it has none, or a variable decides it.
 *
 * @param definition the service, as the compose file holds it
 */
export function imageOf({ image }: { [key: string]: any }): string | undefined {
  return typeof image === 'string' && !hasReference(image) ? image : undefined;
}

/**
 * The parts of a reference; `undefined` if it is not valid.
 */
export function parseImage(reference: string): ImageReference | undefined {
  const [, name, tag, digest] = REFERENCE.exec(reference) ?? [];
  return name === undefined
    ? undefined
    : { repository: name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, ''), tag, digest };
}
