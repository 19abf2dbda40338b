import { messagesOf, modelOf } from './rule-model';
import { ReadOnlyFileSources } from '../../../src/compose/rules/read-only-file-sources';

const sources = {
  configs: { inline: { content: 'x' }, file: { file: './x' } },
  secrets: { variable: { environment: 'X' }, file: { file: './x' } },
};
const messages = (web: any) => messagesOf(new ReadOnlyFileSources(), modelOf({ services: { web }, ...sources }));

test('what Compose would copy into a read-only container is told', () => {
  expect(messages({ read_only: true, configs: ['inline'], secrets: [{ source: 'variable' }] })).toEqual([
    '[app/web] it is read_only, so Compose cannot give it the config "inline", which comes from the compose file; let the config come from a file, or take read_only away',
    '[app/web] it is read_only, so Compose cannot give it the secret "variable", which comes from a variable; let the secret come from a file, or take read_only away',
  ]);
});

test('files are fine there, and all is elsewhere', () => {
  expect(messages({ read_only: true, configs: ['file'], secrets: ['file'] })).toEqual([]);
  expect(messages({ configs: ['inline'], secrets: ['variable'] })).toEqual([]);
});
