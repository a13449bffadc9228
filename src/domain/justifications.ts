/** The justifications that a person used last, and those they saved as templates: texts, and nothing of tickets. Pure. */

const mostRecents = 8;
export const mostTemplates = 20;

/** With `text` as the newest; what is blank is not remembered. */
export function withRecent(recents: readonly string[], text: string): string[] {
  const used = text.trim();
  if (!used) return [...recents];
  return [used, ...recents.filter((one) => one !== used)].slice(0, mostRecents);
}

/** With `text` as the newest; the very same list where it is blank, saved already or one too many. */
export function withTemplate(templates: readonly string[], text: string): readonly string[] {
  const saved = text.trim();
  if (!saved || templates.includes(saved) || templates.length >= mostTemplates) return templates;
  return [saved, ...templates];
}

export function withoutTemplate(templates: readonly string[], text: string): readonly string[] {
  return templates.includes(text) ? templates.filter((one) => one !== text) : templates;
}
