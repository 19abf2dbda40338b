export * from './caddy-certificates';
export * from './caddy-proxy';
export * from './load-balancer';
export * from './reverse-proxy';
