import { container, translatedService } from '../cluster';

const imageRepository = 'registry.example.com/ml';
const built = (build: any, input = {}) => translatedService({ build, image: undefined }, { imageRepository, ...input });

test('an image that is built is tagged by what it is built of', () => {
  const output = built({ context: './web', dockerfile: 'Dockerfile' });
  const { image } = container(output);

  expect(image).toMatch(/^registry\.example\.com\/ml\/web:[0-9a-f]{12}$/);
  expect(output.images).toEqual([{ reference: image, arguments: ['--file', 'web/Dockerfile', './web'] }]);
  expect(container(built({ context: './web', dockerfile: 'Dockerfile' })).image).toBe(image);
  const changed = built({ context: './web', dockerfile: 'Dockerfile' }, { digestOfContext: () => 'another one' });
  expect(container(changed).image).not.toBe(image);
});

test('the options of a build', () => {
  const { images } = built({
    context: '.',
    target: 'server',
    args: { VERSION: '3' },
    labels: ['team=ml'],
    additional_contexts: { other: './other' },
    extra_hosts: { mirror: '10.0.0.1' },
    network: 'host',
    shm_size: '64m',
    platforms: ['linux/amd64', 'linux/arm64'],
  });

  expect(images[0].reference).toMatch(/\/ml\/app:/);
  expect(images[0].arguments.join(' ')).toBe(
    '--target server --build-arg VERSION=3 --label team=ml --build-context other=./other --add-host mirror=10.0.0.1 --network host --shm-size 64m --platform linux/amd64,linux/arm64 .',
  );
});

test.each([
  [{ imageRepository: undefined }, 'the image of "web" is built, but there is no registry'],
  [{ imageRepository: 'https://registry.example.com' }, '"https://registry.example.com" is not a registry and folder'],
  [{ imageRepository: 'registry.example.com/ml:1' }, '"registry.example.com/ml:1" is not a registry and folder'],
  [{ digestOfContext: () => undefined }, 'its build context "./web" is not a folder of the project'],
])('%j is an error', (input, text) => {
  expect(built('./web', input).errors).toEqual([expect.stringContaining(text)]);
});
