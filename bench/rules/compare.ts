/**
 * The message of each rule, and the reports of other tools on the same file: a Markdown table for docs/rules.md. Needs
 * `docker compose`, starts nothing.
 *
 *   npx tsx bench/rules/compare.ts
 *
 * A case is two compose files in one, separated by `---`: an invalid one, and the same fixed. A tool finds the mistake
 * if it reports something for the first that it does not report for the second, since dclint has findings for nearly
 * every file.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { brokenRules, caseNames, readCase, RuleCase } from './rule-cases';
import { attempt } from '../../test/e2e/command';

const ROOT = join(__dirname, '..', '..');

/** dclint's own copy, without the address of its own schema, which this ajv does not know. */
const { $schema: _, ...SCHEMA } = JSON.parse(
  readFileSync(join(ROOT, 'node_modules/dclint/schemas/compose.schema.json'), 'utf8'),
);

/** What a tool says of a compose file in a folder, a line each. */
type Tool = (directory: string) => string[];

const compose: Tool = directory => {
  const { stderr } = attempt('docker', ['compose', 'config', '--quiet'], { cwd: directory });
  return stderr
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.replace(/^time=.*?level=warning msg="(.*)"$/, 'warns: $1').replaceAll(`${directory}/`, ''));
};

const schema: Tool = directory => {
  const ajv = new Ajv({ allErrors: false });
  const isValid = ajv.validate(SCHEMA, parse(readFileSync(join(directory, 'compose.yaml'), 'utf8')));
  return isValid ? [] : ajv.errors!.map(({ message }) => message!);
};

const dclint: Tool = directory => {
  const { stdout, stderr } = attempt(
    'npx',
    ['--no-install', 'dclint', '--formatter', 'json', join(directory, 'compose.yaml')],
    { cwd: ROOT },
  );
  if (!stdout.startsWith('[')) {
    // it exits without a report if it cannot read a file
    return [`fails: ${(stdout + stderr).trim().split('\n')[0].replaceAll(`${directory}/`, '')}`];
  }
  const [{ messages }] = JSON.parse(stdout);
  return messages.filter(({ rule }: any) => !STYLE.test(rule)).map(({ rule }: any) => rule);
};

/** Rules of dclint about how a file looks, whose complaints differ between the two files by chance. */
const STYLE = /-(alphabetical-order|quotes-[a-z-]+|keys-order)$|^no-quotes/;

const OTHERS: [string, Tool][] = [
  ['docker compose', compose],
  ['schema', schema],
  ['dclint', dclint],
];

/** What a tool says of the broken file and not of the fixed one. */
function said(tool: Tool, { broken, fixed, variables }: RuleCase): string[] {
  const [first, second] = [broken, fixed].map(text => {
    const directory = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      writeFileSync(join(directory, 'compose.yaml'), text);
      writeFileSync(join(directory, '.env'), variables.map(name => `${name}=x\n`).join(''));
      copyFileSync(join(__dirname, 'included.yaml'), join(directory, 'included.yaml'));
      return tool(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
  return first.filter(line => !second.includes(line));
}

function cell(lines: string[]): string {
  return lines.length === 0 ? '–' : lines.map(line => line.replaceAll('|', '\\|')).join('<br>');
}

const versions = [
  attempt('docker', ['compose', 'version', '--short'], { cwd: ROOT }).stdout.trim(),
  JSON.parse(readFileSync(join(ROOT, 'node_modules/dclint/package.json'), 'utf8')).version,
];
const rows = caseNames.map(name => {
  const rule = readCase(name);
  const found = brokenRules(rule, rule.broken).find(violation => violation.rule === name)!;
  return [`\`${name}\``, `\`${found.problem}; ${found.remedy}\``, ...OTHERS.map(([, tool]) => cell(said(tool, rule)))];
});
const silent = rows.filter(row => row.slice(2).every(text => text === '–' || text.startsWith('warns:'))).length;
console.log(
  [
    `| Rule | What it says of its case | \`docker compose config -q\` ${versions[0]} | JSON schema of dclint ${versions[1]} | dclint ${versions[1]} |`,
    '|---|---|---|---|---|',
    ...rows.map(row => `| ${row.join(' | ')} |`),
    '',
    `${silent} of ${rows.length} are errors to none of the three.`,
  ].join('\n'),
);
