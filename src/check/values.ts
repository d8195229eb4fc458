const mostText = 60;

/** The names of the built-in kinds: `Float32Array`, `Date`, `Map` …, in any realm. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function shownObject(value: object): string {
  if ('shape' in value && Array.isArray(value.shape) && 'dtype' in value) return `a tensor [${value.shape}]`;
  const kind = kindOf(value);
  if (ArrayBuffer.isView(value) && 'length' in value) return `a ${kind} of ${value.length}`;
  if (kind === 'Object') return 'an object';
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** A received value in a message: short, and safe for symbols, objects without a prototype and whatever else there is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > mostText ? `'${value.slice(0, mostText)}…'` : `'${value}'`;
  }
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : shownObject(value);
}

// By kind, not by class: a typed array of another realm (an iframe, Jest, `node:vm`) is of another class.

/** Whether a value is a Float32Array of any realm. */
export const isFloat32Array = (value: unknown): value is Float32Array => kindOf(value) === 'Float32Array';

/** Whether a value is an Int32Array of any realm. */
export const isInt32Array = (value: unknown): value is Int32Array => kindOf(value) === 'Int32Array';

/** Whether a value is an ArrayBuffer of any realm. */
export const isArrayBuffer = (value: unknown): value is ArrayBuffer => kindOf(value) === 'ArrayBuffer';

/** Whether a value is an array or a typed array of numbers of any realm. */
export const isArrayLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

/** The same memory as an array of this realm: tfjs looks at the class in browsers. */
export function ownFloat32Array(values: Float32Array): Float32Array {
  if (values instanceof Float32Array) return values;
  const { buffer, byteOffset, length } = values as Float32Array;
  return new Float32Array(buffer, byteOffset, length);
}

/** {@link ownFloat32Array} for whole numbers. */
export function ownInt32Array(values: Int32Array): Int32Array {
  if (values instanceof Int32Array) return values;
  const { buffer, byteOffset, length } = values as Int32Array;
  return new Int32Array(buffer, byteOffset, length);
}
