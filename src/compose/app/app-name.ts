/**
 * A name for an app, of any text: Compose allows lower-case letters, digits, dashes and underscores.
 */
export function appNameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
}
