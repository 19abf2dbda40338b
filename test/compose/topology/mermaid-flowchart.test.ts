import { LinkLine, MermaidFlowchart, NodeShape } from '../../../src/compose/topology/mermaid-flowchart';

/** The text of a flowchart with one node of that label. */
function labelOf(label: string): string {
  const chart = new MermaidFlowchart({});
  chart.node({ kind: 'node', name: 'x', shape: NodeShape.BOX, label: [label], styles: [] });
  return /<b>(.*)<\/b>/.exec(chart.toText())![1];
}

// Each of them was drawn by Mermaid 11.17, as were some thousand texts put together from such pieces.
test.each([
  ['mysql:9.7', 'mysql:9.7'],
  ['ghcr.io/team/create_s3_buckets@sha256:0a', 'ghcr.io/team/create_s3_buckets@sha256:0a'],
  ['127.0.0.1:8080 → 80', '127.0.0.1:8080 → 80'],
  ['größe 日本', 'größe 日本'],
  ['"quoted"', '#34;quoted#34;'],
  ['<b>&amp;#35;', '#60;b#62;#38;amp#59;#35;35#59;'],
  ['`code` *bold* _slanted_ [a](b)', '#96;code#96; #42;bold#42; #95;slanted#95; #91;a#93;(b)'],
  ['1. item', '1#46; item'],
  ['- item', '#45; item'],
  ['%%{init: {}}%%', '#37;#37;#123;init: #123;#125;#125;#37;#37;'],
  ['lifestyle:1', 'lifestyl#101;:1'],
  ['classDef:1', 'classDe#102;:1'],
  ['C:\\new', 'C:#92;#8203;new'],
  ['fa:fa-car', 'fa:#8203;fa-car'],
  ['two\n\tlines', 'two lines'],
  ['😀', '#128512;'],
])('the label %j is written as %s', (label, written) => {
  expect(labelOf(label)).toBe(written);
});

test('ids of nodes are no keywords of Mermaid, and unique', () => {
  const chart = new MermaidFlowchart({});
  for (const name of ['end', 'a-b', 'a.b', 'mystyle']) {
    chart.node({ kind: 'service', name, shape: NodeShape.BOX, label: [name], styles: [] });
  }
  chart.link(['service', 'a-b'], LinkLine.ARROW, ['service', 'a.b']);
  expect(chart.toText()).toMatch(
    /service_end\[.*service_a_b\[.*service_a_b_\[.*service_my\[.*service_a_b --> service_a_b_\n/s,
  );
});

test('styles are written when something has them', () => {
  const chart = new MermaidFlowchart({ used: 'fill:#fff', spare: 'fill:#000' });
  chart.area('a', 'A', 'used', () =>
    chart.node({ kind: 'node', name: 'x', shape: NodeShape.CYLINDER, label: ['X', '', 'y'], styles: ['used'] }),
  );
  expect(chart.toText()).toBe(
    [
      'flowchart LR',
      '  subgraph area_a["A"]',
      '    node_x[("<b>X</b><br>y")]',
      '  end',
      '  classDef used fill:#fff',
      '  class node_x,area_a used',
      '',
    ].join('\n'),
  );
});
