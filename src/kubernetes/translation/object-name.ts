/**
 * A name as Kubernetes takes it: lower-case letters, digits and dashes. `create_s3_buckets` becomes
 * `create-s3-buckets`.
 */
export function objectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}

/**
 * Whether a text is a name by which pods may reach a Service object.
 */
export function isHostLabel(name: string): boolean {
  return /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/**
 * Whether a text is the name of a host.
 */
export function isHost(name: string): boolean {
  return name.length <= 253 && /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/.test(name);
}
