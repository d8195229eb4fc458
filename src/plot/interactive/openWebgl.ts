import { failure } from '../../check/errors.js';
import { listed } from '../../check/quoted.js';
import type { PagePart } from './pageParts.js';

/** What this folder uses of WebGL. */
interface Webgl {
  getExtension(name: string): { loseContext?(): void } | null;
}

/** What `regl-scatterplot` draws with. */
const needed = ['OES_texture_float', 'OES_element_index_uint', 'WEBGL_color_buffer_float', 'EXT_float_blend'];

/**
 * Starts WebGL on a canvas, as `regl-scatterplot` would, so that its absence is an error of ours.
 *
 * @returns A function that gives back what the browser holds for the canvas: it keeps few canvases with WebGL at once.
 */
export function openWebgl(caller: string, canvas: PagePart): () => void {
  const { getContext } = canvas as { getContext?(kind: string, options: object): Webgl | null };
  const gl = getContext?.call(canvas, 'webgl', { antialias: true, preserveDrawingBuffer: true });
  const missing = gl ? needed.filter((name) => !gl.getExtension(name)) : ['WebGL'];
  if (gl && missing.length === 0) return () => gl.getExtension('WEBGL_lose_context')?.loseContext?.();
  const message = `${caller}: this browser lacks ${listed(missing)}. Draw a picture without it: plotEmbedding(map, columns).`;
  throw failure('ZBIO_NO_PEER', message);
}
