/* eslint-disable no-console */
// Writes the reference of all public types from the doc comments of `src/`: API.md, an index by layer, and a page for
// each type below docs/api/, with props, methods and protected hooks.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclarationReflection, ProjectReflection, Reflection } from 'typedoc' with {
  'resolution-mode': 'import',
};

const ROOT = join(__dirname, '..');
const PAGES = 'docs/api';
const INTRODUCTION = `<!-- Written by \`npx projen api-docs\` from the doc comments in src/. -->

# API reference

All public types by layer. Each page lists the constructor, properties, methods and protected hooks of a type, inherited ones
included. [docs/README.md](docs/README.md) links the guides.

`;

/** The layers in the order of a reader, with the names of their folders in `src/`. */
const LAYERS: { readonly [folder: string]: string } = {
  mlflow: 'MLflow: servers, image, login, whole stack',
  database: 'Databases',
  'object-store': 'Object stores and buckets',
  proxy: 'Reverse proxy',
  compose: 'Compose: apps, services, secrets, files, overrides, rules',
  kubernetes: 'Kubernetes',
  testing: 'Testing',
};

async function main(): Promise<void> {
  // Both are ES modules, which this program is not.
  const { Application, Comment, ReflectionKind } = await import('typedoc');
  const { MemberRouter } = await import('typedoc-plugin-markdown');

  /** One page for each type, named as the type. */
  class TypeRouter extends MemberRouter {
    public getIdealBaseName(reflection: Reflection): string {
      if (reflection.kindOf(ReflectionKind.Namespace)) return `${reflection.name}/README`;
      return reflection.parent?.kindOf(ReflectionKind.Namespace)
        ? `${reflection.parent.name}/${reflection.name}`
        : reflection.name;
    }
  }

  const app = await Application.bootstrapWithPlugins({
    entryPoints: [join(ROOT, 'src/index.ts')],
    tsconfig: join(ROOT, 'tsconfig.dev.json'),
    plugin: ['typedoc-plugin-markdown'],
    readme: 'none',
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    disableSources: true, // line numbers would change with every commit
    skipErrorChecking: true, // `tsc` checks
    logLevel: 'Warn',
    outputs: [{ name: 'markdown', path: join(ROOT, PAGES) }],
  });
  app.renderer.defineRouter('type', TypeRouter);
  for (const [name, value] of Object.entries({
    router: 'type',
    membersWithOwnFile: ['Class', 'Interface', 'Enum'],
    hidePageHeader: true,
    hideBreadcrumbs: true,
    parametersFormat: 'table',
    enumMembersFormat: 'table',
  })) {
    app.options.setValue(name as never, value as never);
  }

  const project = await app.convert();
  if (!project) throw new Error('TypeDoc found no public types');
  rmSync(join(ROOT, PAGES), { recursive: true, force: true });
  await app.generateOutputs(project);
  rmSync(join(ROOT, PAGES, 'README.md')); // API.md is the index
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('TypeDoc found faults in doc comments; see above');
  }
  writeFileSync(join(ROOT, 'API.md'), index(project));

  function index(of: ProjectReflection): string {
    const types = of
      .getReflectionsByKind(ReflectionKind.ClassOrInterface | ReflectionKind.Enum) // eslint-disable-line no-bitwise
      .filter(type => type.parent === of)
      .sort((a, b) => (a.name < b.name ? -1 : 1)) as DeclarationReflection[];
    const sections = Object.entries(LAYERS).flatMap(([folder, title]) => [
      `## ${title}`,
      '',
      ...types.filter(type => folderOf(type) === folder).map(entry),
      '',
    ]);
    const schema = `## Compose specification (\`spec\`)

[${PAGES}/spec/README.md](${PAGES}/spec/README.md): the keys of the Compose specification as typed structs, for the \`spec\` props.
`;
    return INTRODUCTION + [...sections, schema].join('\n');
  }

  function folderOf(type: DeclarationReflection): string {
    return project!.getSymbolIdFromReflection(type)!.packagePath.split('/')[1];
  }

  function entry(type: DeclarationReflection): string {
    const text = Comment.combineDisplayParts(type.comment?.summary).replace(/\s+/g, ' ').trim();
    return `- [${type.name}](${PAGES}/${type.name}.md): ${text.split(/(?<=\.)\s/)[0]}`;
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
