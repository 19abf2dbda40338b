import { messagesOf, modelOf } from './rule-model';
import { RuleLevel } from '../../../src/compose';
import { PinnedImages } from '../../../src/compose/rules/pinned-images';

const messages = (web: any) => messagesOf(new PinnedImages(), modelOf({ services: { web } }));

test('an image that floats is a warning', () => {
  expect(new PinnedImages().level).toBe(RuleLevel.WARNING);
  expect(messages({ image: 'nginx' })).toEqual(['[app/web] the image "nginx" has no tag; use a tag with a version']);
  expect(messages({ image: 'nginx:latest' })).toEqual([
    '[app/web] the image "nginx:latest" changes with each push; use a tag with a version',
  ]);
});

test.each<[any]>([
  [{ image: 'nginx:1.29' }],
  [{ image: `nginx@sha256:${'0'.repeat(64)}` }],
  [{ image: `nginx:latest@sha256:${'0'.repeat(64)}` }],
  [{ image: 'team/web', build: '.' }],
  [{ image: 'nginx:${TAG}' }],
  [{ build: '.' }],
])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});
