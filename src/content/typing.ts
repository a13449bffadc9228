/** Input types that hold nothing a person typed. */
const buttonTypes = new Set(['button', 'submit', 'reset', 'image']);
const textRoles = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton']);
const frames = new Set(['iframe', 'frame', 'object', 'embed', 'fencedframe']);

/**
 * Whether a reload could take away what somebody is typing. Focus in a frame counts, because its content cannot be
 * seen from here. A page in the background keeps its focused element, so it counts there too.
 *
 * @param shadowRootOf the shadow root of an element, closed ones too
 */
export function isTypedInto(
  document: Document,
  shadowRootOf: (element: Element) => ShadowRoot | null,
): boolean {
  if (document.designMode === 'on') return true;
  let focused = document.activeElement;
  for (let inner = focused; inner;) {
    focused = inner;
    inner = shadowRootOf(inner)?.activeElement ?? null;
  }
  return focused !== null && (frames.has(focused.localName) || isEditable(focused));
}

function isEditable(element: Element): boolean {
  if (element.localName === 'input') return !buttonTypes.has((element as HTMLInputElement).type);
  if (element.localName === 'textarea' || element.localName === 'select') return true;
  if (textRoles.has(element.getAttribute('role') ?? '')) return true;
  // Some editors of code draw their text themselves and listen by an EditContext.
  return (
    (element as HTMLElement).isContentEditable || Boolean((element as { editContext?: unknown }).editContext)
  );
}
