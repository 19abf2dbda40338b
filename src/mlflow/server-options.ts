import { withoutEscapes } from '../compose/interpolation';
import { argumentsOf } from '../compose/reading/command';

/** An option of MLflow's command line that takes no value. */
const FLAG = '--disable-security-middleware';

/**
 * The long options with which a service starts a program, in the forms `--name value`, `--name=value` and `--name`; those of a shell's `-c` as well.
 * click takes no abbreviations of them.
 *
 * @param definition the service, as the compose file holds it
 */
export function optionsOf(definition: { [key: string]: any }): { name: string; value: string }[] {
  const words = [definition.entrypoint, definition.command].flatMap(value => argumentsOf(value) ?? []);
  const all = words.flatMap((word, index) => (/^-\w*c$/.test(words[index - 1] ?? '') ? argumentsOf(word) ?? [word] : [word]));
  return all.flatMap((word, index) => {
    const [, name, , value] = /^(--[\w-]+)(=(.*))?$/s.exec(word) ?? [];
    return name === undefined ? [] : [{ name, value: withoutEscapes(value ?? (name === FLAG ? 'true' : all[index + 1] ?? '')) }];
  });
}
