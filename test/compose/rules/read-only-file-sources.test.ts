import { messagesOf, modelOf } from './rule-model';
import { ReadOnlyFileSources } from '../../../src/compose/rules/read-only-file-sources';

const sources = {
  configs: { inline: { content: 'x' }, file: { file: './x' } },
  secrets: { variable: { environment: 'X' }, file: { file: './x' } },
};
const messages = (web: any) => messagesOf(new ReadOnlyFileSources(), modelOf({ services: { web }, ...sources }));

test('files that Compose would copy into a read-only container are reported', () => {
  expect(messages({ read_only: true, configs: ['inline'], secrets: [{ source: 'variable' }] })).toEqual([
    '[app/web] it is read_only, so Compose cannot copy the config "inline" into it, which comes from the compose file; use a file for the config, or remove read_only',
    '[app/web] it is read_only, so Compose cannot copy the secret "variable" into it, which comes from a variable; use a file for the secret, or remove read_only',
  ]);
});

test('files are fine there, and all is elsewhere', () => {
  expect(messages({ read_only: true, configs: ['file'], secrets: ['file'] })).toEqual([]);
  expect(messages({ configs: ['inline'], secrets: ['variable'] })).toEqual([]);
});
