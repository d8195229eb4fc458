import { text } from '../../check/checks.js';
import { badValue, failure } from '../../check/errors.js';
import { quoted } from '../../check/quoted.js';
import { writeFile } from '../../platform/writeFile.js';
import { type PngOptions, svgToPng } from './svgToPng.js';

/** An element of a page, where the program knows the types of pages; else any object. */
export type PageElement =
  typeof globalThis extends Record<'SVGSVGElement', Record<'prototype', infer Element>> ? Element : object;

/** What {@link Picture.element} needs of a document. */
export interface PageDocument {
  /** Makes an element by its tag name. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of pages, of linkedom and of jsdom have no common type.
  createElement(name: string): any;
}

/** A picture, as all functions of `zbio/plot` return it. */
export interface Picture {
  /** The text of an SVG file. It loads nothing from elsewhere. */
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /**
   * A new SVG element with the picture, for a page or a notebook.
   *
   * @param document - Default: that of the page.
   * @throws Error (`ZBIO_NO_PEER`) where there is no document.
   */
  element(document?: PageDocument): PageElement;
  /**
   * The bytes of a PNG file; in Node, by the optional package `@resvg/resvg-js`.
   *
   * @throws Error (`ZBIO_NO_PEER`) if the package is missing, or no font has some of the picture's characters.
   */
  png(options?: PngOptions): Promise<Uint8Array>;
  /**
   * Writes the picture to a file whose name ends in `.svg` or `.png`, as a whole (Node).
   *
   * @throws RangeError on another ending; Error (`ZBIO_BAD_PATH`) if the file can't be written; and the errors of `png`.
   */
  save(path: string, options?: PngOptions): Promise<void>;
}

function pageElement(svg: string, document: PageDocument | undefined): PageElement {
  if (!document) {
    throw failure(
      'ZBIO_NO_PEER',
      'element: there is no document here. Give one, or use svg or png of the picture.',
    );
  }
  const holder = document.createElement('div');
  holder.innerHTML = svg;
  return holder.firstElementChild;
}

const pageDocument = (): PageDocument | undefined => (globalThis as { document?: PageDocument }).document;

async function save(picture: Picture, path: string, options: PngOptions | undefined): Promise<void> {
  const ending = /\.(svg|png)$/i.exec(text('save: path', path))?.[1]?.toLowerCase();
  if (!ending) {
    throw badValue({
      argument: 'save: path',
      expected: 'a name that ends in .svg or .png',
      received: quoted([path]),
    });
  }
  const bytes = ending === 'png' ? await picture.png(options) : new TextEncoder().encode(picture.svg);
  await writeFile(path, bytes);
}

/** The picture that an SVG text shows. */
export function pictureOf(svg: string, { width, height }: { width: number; height: number }): Picture {
  const picture: Picture = {
    svg,
    width,
    height,
    element: (document = pageDocument()) => pageElement(svg, document),
    png: (options) => svgToPng(svg, options),
    save: (path, options) => save(picture, path, options),
  };
  // Deno's notebooks show an object that has this.
  const shown = () => ({ 'image/svg+xml': svg });
  return Object.defineProperty(picture, Symbol.for('Jupyter.display'), { value: shown });
}
