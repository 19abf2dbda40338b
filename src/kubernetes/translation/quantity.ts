const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/**
 * Bytes as a quantity of Kubernetes, in the largest unit that leaves no fraction: `2560Mi`.
 */
export function bytesQuantity(bytes: number): string {
  let unit = 0;
  let number = Math.ceil(bytes);
  while (number !== 0 && number % 1024 === 0 && unit < UNITS.length - 1) {
    number /= 1024;
    unit++;
  }
  return `${number}${UNITS[unit]}`;
}

/**
 * Processors as a quantity: `500m`, `2`.
 */
export function cpuQuantity(cpus: number): string {
  const millis = Math.max(1, Math.round(cpus * 1000));
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

/**
 * Whether Kubernetes can read a text as an amount.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function isQuantity(text: string): boolean {
  return /^\d+(\.\d+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|e\d+)?$/.test(text) && Number.parseFloat(text) > 0;
}
