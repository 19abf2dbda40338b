import { join } from 'node:path';
import * as ts from 'typescript';
import { ENUMS } from '../src/prop-types';

// The structs of the public API as the compiler sees them in the sources: jsii takes them from there as well, but needs
// minutes.

const INDEX = join(__dirname, '..', 'src', 'index.ts');
const program = ts.createProgram([INDEX], {
  strict: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
});
const checker = program.getTypeChecker();
const exported = new Map(
  checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!)
    .map((symbol): [string, ts.Symbol] => [
      symbol.name,
      // eslint-disable-next-line no-bitwise
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    ]),
);

/** A parameter of a constructor that is a struct. */
export interface StructParameter {
  /** The class. */
  readonly type: string;
  readonly struct: string;
  /** Whether the code of the constructor calls `checkProps` or `checkOptions` for the struct. */
  readonly checked: boolean;
}

/** Interfaces that hold data alone; jsii asks behavioural ones to begin with an I. */
function isStruct(symbol: ts.Symbol | undefined): boolean {
  // eslint-disable-next-line no-bitwise
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Interface) !== 0 && !/^I[A-Z]/.test(symbol.name);
}

/**
 * All parameters of constructors of public classes that are structs.
 */
export function structParameters(): StructParameter[] {
  return [...exported].flatMap(([name, symbol]) =>
    (symbol.declarations ?? [])
      .filter(ts.isClassDeclaration)
      .flatMap(declaration => declaration.members.flatMap(member => parametersOf(name, member))),
  );
}

function parametersOf(type: string, member: ts.ClassElement): StructParameter[] {
  if (!ts.isConstructorDeclaration(member) || !member.body || isHidden(member)) {
    return [];
  }
  const body = member.body.getText();
  return member.parameters.flatMap(parameter => {
    const symbol = checker.getNonNullableType(checker.getTypeAtLocation(parameter)).symbol;
    return isStruct(symbol) && exported.has(symbol.name)
      ? [
          {
            type,
            struct: symbol.name,
            checked: new RegExp(`check(Props|Options)\\([^;]*'${symbol.name}', ${parameter.name.getText()}\\b`).test(
              body,
            ),
          },
        ]
      : [];
  });
}

function isHidden(member: ts.ClassElement): boolean {
  return (
    hasModifier(member, ts.SyntaxKind.PrivateKeyword) ||
    ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')
  );
}

function hasModifier(member: ts.ClassElement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(modifier => modifier.kind === kind);
}

/**
 * The structs of the API in the form of `STRUCTS` of src/prop-types.ts.
 */
export function structCodes(): { [name: string]: string } {
  return Object.fromEntries(
    [...exported]
      .filter(([, symbol]) => isStruct(symbol))
      .map(([name, symbol]) => {
        const declaration = symbol.declarations!.find(ts.isInterfaceDeclaration)!;
        const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
          types.map(({ expression }) => expression.getText()),
        );
        const members = declaration.members.filter(ts.isPropertySignature).map(member => ({
          name: member.name.getText(),
          optional: member.questionToken !== undefined,
          code: codeOf(checker.getNonNullableType(checker.getTypeAtLocation(member))),
        }));
        members.sort(
          (one, other) => Number(one.optional) - Number(other.optional) || one.name.localeCompare(other.name),
        );
        const texts = members.map(member => `${member.name}${member.optional ? '?' : ''}:${member.code}`);
        return [name, [bases.sort().join(','), ...texts].join(' ')];
      }),
  );
}

function codeOf(type: ts.Type): string {
  const entry = type.getStringIndexType();
  if (checker.isArrayType(type)) {
    return `L${codeOf(checker.getTypeArguments(type as ts.TypeReference)[0])}`;
  }
  if (entry) {
    return `M${codeOf(entry)}`;
  }
  const plain: [ts.TypeFlags, string][] = [
    [ts.TypeFlags.Any, '*'],
    [ts.TypeFlags.StringLike, 's'],
    [ts.TypeFlags.NumberLike, 'n'],
    [ts.TypeFlags.BooleanLike, 'b'],
  ];
  const code = plain.find(([flag]) => type.flags & flag)?.[1]; // eslint-disable-line no-bitwise
  const symbol = type.symbol as ts.Symbol | undefined;
  if (symbol && symbol.name in ENUMS) {
    return `E${symbol.name}`;
  }
  if (code) {
    return code;
  }
  if (!symbol || exported.get(symbol.name) !== symbol) {
    if (symbol && /^I?Construct$/.test(symbol.name)) {
      return 'CConstruct';
    }
    return symbol?.declarations?.[0].getSourceFile().fileName.includes('/spec/') ? 'o' : '*';
  }
  return `${isStruct(symbol) ? 'S' : symbol.flags & ts.SymbolFlags.Class ? 'C' : 'I'}${symbol.name}`; // eslint-disable-line no-bitwise
}
