import { checkName } from './bounds.js';

/** One instance per name, made when first asked for. */
export function named<Instance>(make: (name: string) => Instance): (name: string) => Instance {
  const made = new Map<string, Instance>();
  return (name) => {
    checkName(name);
    const known = made.get(name) ?? make(name);
    made.set(name, known);
    return known;
  };
}
