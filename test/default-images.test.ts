import * as images from '../src/default-images';

test.each(Object.entries(images))('the image %s is pinned to a version', (_, reference) => {
  expect(reference).toMatch(/^[a-z0-9./-]+:(?!latest$)[\w.-]*\d[\w.-]*$/);
});
