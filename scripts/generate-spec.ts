/**
 * Writes src/compose/spec/ from the JSON schema of the compose specification: `keys.ts`, the names of all keys, and
 * `structs.ts`, the same as types.
 *
 * The schema's home is compose-go (https://github.com/compose-spec/compose-go, schema/compose-spec.json):
 *
 *   go mod download -json github.com/compose-spec/compose-go/v2@latest      # prints the folder
 *   npm run spec -- <folder>/schema/compose-spec.json compose-go v2.16.2
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { printKeys } from './spec-keys';
import { printStructs } from './spec-structs';

const [schemaPath, ...origin] = process.argv.slice(2);
const version = origin.join(' '); // npm and projen hand quoted words on one by one
if (!schemaPath || !version) {
  throw new Error('usage: npm run spec -- <compose-spec.json> <where it is from and its version>');
}
const root = JSON.parse(readFileSync(schemaPath, 'utf8'));

const files = {
  'index.ts': "export * from './structs';\n",
  'keys.ts': printKeys(root),
  'structs.ts': printStructs(root),
};
for (const [name, text] of Object.entries(files)) {
  writeFileSync(
    `src/compose/spec/${name}`,
    `// Made by scripts/generate-spec.ts from the schema of ${version}; do not edit.\n\n${text}`,
  );
}
