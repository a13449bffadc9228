/** A readable GUID that never changes: the block says what kind of thing it is, the number which one. */
export function seedId(block: string, number: number): string {
  if (!/^[0-9a-f]{8}$/.test(block)) throw new Error(`Not eight hexadecimal digits: ${block}`);
  return `${block}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
