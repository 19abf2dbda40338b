import { Construct } from 'constructs';
import { Config } from '../compose';

/**
 * A block of a Caddyfile.
 *
 * @param head the text before the brace; empty for the block of global options
 * @param lines the content
 */
export function block(head: string, lines: string[]): string[] {
  return [`${head} {`.trimStart(), ...lines.map(line => `\t${line}`), '}'];
}

/**
 * The configuration file of Caddy. It is rendered at synthesis, when all sites are known.
 */
export class Caddyfile extends Config {
  private readonly render: () => string;

  constructor(scope: Construct, id: string, path: string, render: () => string) {
    super(scope, id, { path, content: '' });
    this.render = render;
  }

  protected renderContent(): string {
    return this.render();
  }
}
