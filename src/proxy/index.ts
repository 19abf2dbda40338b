export * from './caddy-certificates';
export * from './caddy-proxy';
export * from './reverse-proxy';
