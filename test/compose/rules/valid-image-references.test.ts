import { messagesOf, modelOf } from './rule-model';
import { ValidImageReferences } from '../../../src/compose/rules/valid-image-references';

test.each(['nginx', 'ghcr.io/team/app:1@sha256:' + 'a'.repeat(64), '${REGISTRY}/Any:thing'])(
  '%s may be an image',
  image => {
    expect(messagesOf(new ValidImageReferences(), modelOf({ services: { web: { image } } }))).toEqual([]);
  },
);

test('a service that is built needs no image, and one that is given must be one', () => {
  expect(
    messagesOf(
      new ValidImageReferences(),
      modelOf({ services: { one: { build: '.' }, two: { build: '.', image: 'Team' } } }),
    ),
  ).toEqual([
    '[app/two] "Team" is not a valid image name; use a name such as "registry.example.com/team/app:1.2", in lower case up to the tag',
  ]);
});
