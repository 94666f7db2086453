/** The little that is needed to build and keep elements: no framework, no HTML text. */

type Attribute = string | number | boolean | null | undefined;
type Value = Attribute | ((event: Event) => void);

/** @param attributes a function is listened with (`onclick`), `false`, null and undefined are left out */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, value);
  }
  element.append(...children);
  return element;
}

export function createButton(text: string, onclick: () => void, look?: string): HTMLButtonElement {
  return h('button', { type: 'button', class: look, onclick }, text);
}

export function setAttribute(element: Element, name: string, value: Attribute): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** Writes only what is different: a text that is written again would lose a selection. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Backquotes are the only markup in texts of the monitor. */
export function toCode(text: string): (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}

/** @throws {TypeError} when index.html has no such element */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new TypeError(`Finding #${id} failed: index.html has no such element`);
  return element;
}

/** An element that is kept, and brought up to date with what it shows. */
export interface Piece<Item> {
  readonly element: HTMLElement;
  readonly update: (item: Item) => void;
}

/**
 * Keeps one piece for each item, in the order of the items. Pieces are never made anew while their item is
 * there, so focus and open states stay.
 */
export function createKeyed<Item>(
  parent: Element,
  keyOf: (item: Item) => string,
  create: (item: Item) => Piece<Item>,
): (items: readonly Item[]) => void {
  const pieces = new Map<string, Piece<Item>>();
  return (items) => {
    const focused = document.activeElement;
    const keys = new Set(items.map(keyOf));
    for (const [key, { element }] of pieces) {
      if (keys.has(key)) continue;
      element.remove();
      pieces.delete(key);
    }
    items.forEach((item, index) => {
      const key = keyOf(item);
      const piece = pieces.get(key) ?? create(item);
      pieces.set(key, piece);
      piece.update(item);
      if (parent.children[index] !== piece.element)
        parent.insertBefore(piece.element, parent.children[index] ?? null);
    });
    // An element that was moved has lost it.
    if (focused !== document.activeElement && focused instanceof HTMLElement && parent.contains(focused))
      focused.focus({ preventScroll: true });
  };
}
