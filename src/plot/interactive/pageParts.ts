// The sources don't know the types of pages: programs for Node alone compile without them.

/** An event, as far as this folder reads it. */
export interface PageEvent {
  key?: string;
  preventDefault(): void;
}

/** What this folder uses of an element of a page. */
export interface PagePart {
  readonly style: object;
  readonly clientWidth: number;
  readonly clientHeight: number;
  textContent: string | null;
  innerHTML: string;
  value: string;
  setAttribute(name: string, value: string): void;
  append(...parts: (PagePart | string)[]): void;
  replaceChildren(...parts: (PagePart | string)[]): void;
  remove(): void;
  addEventListener(kind: string, listener: (event: PageEvent) => void): void;
  removeEventListener(kind: string, listener: (event: PageEvent) => void): void;
}

/** Makes parts of a page. */
export type MakePart = (
  tag: string,
  parts?: { style?: object; attributes?: Record<string, string>; children?: (PagePart | string)[] },
) => PagePart;

/** A maker of parts for a document. Styles are set one by one, which a page's content policy allows. */
export function partMaker(document: { createElement(tag: string): PagePart }): MakePart {
  return (tag, { style = {}, attributes = {}, children = [] } = {}) => {
    const part = document.createElement(tag);
    Object.assign(part.style, style);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    part.append(...children);
    return part;
  };
}
