import { LinkLine, MermaidFlowchart, NodeShape } from './mermaid-flowchart';
import { TopologyService } from './topology-service';
import { checkArguments } from '../element/check-props';
import { isTrue } from '../reading/boolean';

/** Colours for light and dark pages. */
const STYLES: { [name: string]: string } = {
  pulled: 'fill:#e3effb,stroke:#2f6fb3,color:#10263d',
  built: 'fill:#e2f4e6,stroke:#2e8540,color:#0f2e17',
  once: 'stroke-dasharray:6 4',
  volume: 'fill:#f4ecd8,stroke:#8a6d1f,color:#33280a',
  bind: 'fill:#f4ecd8,stroke:#8a6d1f,color:#33280a',
  open: 'stroke:#d9480f,stroke-width:4px',
  area: 'fill:#8881,stroke:#888,stroke-dasharray:2 3',
};

const CONDITIONS: { [condition: string]: { line: LinkLine; label: string } } = {
  service_started: { line: LinkLine.DOTTED_ARROW, label: 'until started' },
  service_healthy: { line: LinkLine.ARROW, label: 'until healthy' },
  service_completed_successfully: { line: LinkLine.THICK_ARROW, label: 'until completed' },
};

/** Services that are in the same networks. */
interface Area {
  readonly networks: string[];
  readonly services: TopologyService[];
}

/**
 * A diagram of a compose file: dependencies, networks, volumes and published ports.
 */
export class Topology {
  private readonly services: TopologyService[];
  private readonly networks: { [name: string]: any };
  private readonly appName: string;

  /**
   * @param definition a compose file as a map, such as `ComposeApp.toDefinition()` gives
   */
  constructor(definition: { [key: string]: any }) {
    checkArguments(() => 'Topology', 'definition:M*', [definition]);
    this.appName = definition.name ?? 'app';
    this.networks = definition.networks ?? {};
    this.services = Object.entries<any>(definition.services ?? {}).map(
      ([name, service]) => new TopologyService(name, service ?? {}),
    );
  }

  /**
   * A flowchart in Mermaid's syntax, which GitHub, GitLab and others render.
   */
  public toMermaid(): string {
    const chart = new MermaidFlowchart(STYLES);
    this.drawAreas(chart);
    this.drawMounts(chart);
    this.drawDependencies(chart);
    return chart.toText();
  }

  /**
   * A page in Markdown: the diagram, its legend, and a table of the services.
   */
  public toMarkdown(): string {
    return [
      `# ${markdown(this.appName)}`,
      '',
      '```mermaid',
      `${this.toMermaid()}\`\`\``,
      '',
      'An arrow goes from a service to what it waits for at start. Dotted boxes are networks: a service is in all those around it, or named by its box.',
      'Blue images are pulled, green ones are built from a Dockerfile; a service with a dashed border runs once. "at" is the address and port of the',
      'host by which a service is reached; where the border is thick and orange, other machines reach it too.',
      '',
      '| Service | Image | Ports | Volumes |',
      '|---|---|---|---|',
      ...this.services.map(service => `| ${this.cellsOf(service).join(' | ')} |`),
      '',
    ].join('\n');
  }

  /**
   * An area for each set of networks of a service, inside of the area whose networks it includes; areas in Mermaid
   * cannot overlap.
   */
  private drawAreas(chart: MermaidFlowchart): void {
    const areas = new Map<string, Area>();
    for (const service of this.services) {
      const key = service.networks.join(' ');
      areas.set(key, { networks: service.networks, services: [...(areas.get(key)?.services ?? []), service] });
    }
    this.drawAreasIn(chart, undefined, [...areas.values()]);
  }

  private drawAreasIn(chart: MermaidFlowchart, outer: Area | undefined, areas: Area[]): void {
    for (const area of areas.filter(one => areaAround(one, areas) === outer)) {
      const title = area.networks
        .filter(name => !outer?.networks.includes(name))
        .map(name => this.titleOf(name))
        .join(' + ');
      chart.area(area.networks.join(' '), title, 'area', () => {
        area.services.forEach(service => this.drawService(chart, service));
        this.drawAreasIn(chart, area, areas);
      });
    }
  }

  private titleOf(network: string): string {
    return isTrue(this.networks[network]?.internal) ? `${network} (no egress)` : network;
  }

  private drawService(chart: MermaidFlowchart, service: TopologyService): void {
    const once = this.runsOnce(service);
    chart.node({
      kind: 'service',
      name: service.name,
      shape: once ? NodeShape.ROUNDED : NodeShape.BOX,
      label: [
        service.name,
        service.buildContext === undefined ? service.image : `built from ${service.buildContext}`,
        ...(once ? ['runs once'] : []),
        ...service.ports.map(port => `at ${port}`),
        ...(service.profiles.length > 0 ? [`profile ${service.profiles.join(', ')}`] : []),
      ],
      styles: [
        service.buildContext === undefined ? 'pulled' : 'built',
        ...(once ? ['once'] : []),
        ...(service.isOpen ? ['open'] : []),
      ],
    });
  }

  private drawMounts(chart: MermaidFlowchart): void {
    const drawn = new Set<string>();
    for (const service of this.services) {
      for (const { type, source, target, readOnly } of service.mounts) {
        if (!drawn.has(`${type} ${source}`)) {
          drawn.add(`${type} ${source}`);
          chart.node({
            kind: type,
            name: source,
            shape: type === 'volume' ? NodeShape.CYLINDER : NodeShape.FRAMED,
            label: [source],
            styles: [type],
          });
        }
        chart.link(
          ['service', service.name],
          LinkLine.PLAIN,
          [type, source],
          target + (readOnly ? ' (read only)' : ''),
        );
      }
    }
  }

  private drawDependencies(chart: MermaidFlowchart): void {
    const drawn = new Set(this.services.map(({ name }) => name));
    for (const { name, dependencies } of this.services) {
      for (const { service, condition, required } of dependencies) {
        if (!drawn.has(service)) {
          drawn.add(service);
          chart.node({
            kind: 'service',
            name: service,
            shape: NodeShape.BOX,
            label: [service, 'of an included file'],
            styles: [],
          });
        }
        const { line, label } = CONDITIONS[condition] ?? CONDITIONS.service_started;
        chart.link(['service', name], line, ['service', service], label + (required ? '' : ', if it is there'));
      }
    }
  }

  /** Whether the service is an init job: another one waits for its end, or it is never started again. */
  private runsOnce({ name, isNeverRestarted }: TopologyService): boolean {
    return (
      isNeverRestarted ||
      this.services.some(({ dependencies }) =>
        dependencies.some(
          ({ service, condition }) => service === name && condition === 'service_completed_successfully',
        ),
      )
    );
  }

  private cellsOf(service: TopologyService): string[] {
    return [
      code(service.name) + (this.runsOnce(service) ? ', runs once' : ''),
      service.buildContext === undefined ? code(service.image) : `built from ${code(service.buildContext)}`,
      service.ports.map(code).join('<br>'),
      service.mounts
        .map(({ source, target, readOnly }) => `${code(source)} at ${code(target)}${readOnly ? ', read only' : ''}`)
        .join('<br>'),
    ];
  }
}

/**
 * The area inside of which another one stands: the largest of whose networks the other one has all, unless several are.
 */
function areaAround(area: Area, areas: Area[]): Area | undefined {
  const around = areas.filter(other => other !== area && other.networks.every(name => area.networks.includes(name)));
  const [first, second] = around.sort((one, other) => other.networks.length - one.networks.length);
  return first?.networks.length === second?.networks.length ? undefined : first;
}

/** A text as code in the cell of a table, whatever it holds. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const padding = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}${padding}${fence}`;
}

/** A text as it is in Markdown. */
function markdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, character => `\\${character}`);
}
