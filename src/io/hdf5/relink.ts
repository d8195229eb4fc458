import type { Group } from 'h5wasm';
import { failure } from '../../check/errors.js';
import { addressOf, isGroup, pathOf, type Writer } from './h5.js';

/** h5wasm reads more types than it writes. */
function checkAttribute(caller: string, from: Group, name: string): void {
  const { dtype, shape } = from.attrs[name]!;
  if (shape && typeof dtype === 'string' && /^(<[bhiqfd]|[SA]\d*)$/i.test(dtype)) return;
  const message =
    `${caller}: nothing in '${pathOf(from) || '/'}' can be replaced, because its attribute '${name}' has a type that can't ` +
    'be copied. Write under another name, or remove the attribute in Python.';
  throw failure('ZBIO_BAD_FILE', message);
}

function checkGroup(caller: string, group: Group, without: readonly (readonly string[])[]): void {
  for (const name of Object.keys(group.attrs)) checkAttribute(caller, group, name);
  for (const name of new Set(without.filter((path) => path.length > 1).map(([first]) => first!))) {
    const inside = group.get(name);
    const rest = without.filter(([first]) => first === name).map((path) => path.slice(1));
    if (isGroup(inside)) checkGroup(caller, inside, rest);
  }
}

/** Throws if {@link relink} can't leave out these elements. */
export function checkRelink(caller: string, root: Group, without: readonly (readonly string[])[]): void {
  if (without.length) checkGroup(caller, root, without);
}

function copyLink({ h5 }: Writer, from: Group, name: string, to: Group): void {
  const path = `${from.path}/${name}`;
  const { filename, obj_path: inFile } = h5.Module.get_external_link(from.file_id, path);
  const symbolic = h5.Module.get_symbolic_link(from.file_id, path);
  if (filename !== undefined) to.create_external_link(filename, inFile, name);
  else if (symbolic !== null) to.create_soft_link(symbolic, name);
  else to.create_hard_link(path, name);
}

function rebuild(writer: Writer, from: Group, to: Group, without: readonly (readonly string[])[]): void {
  for (const name of from.keys()) {
    const inside = without.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (inside.some((rest) => rest.length === 0)) continue;
    const group = inside.length ? from.get(name) : null;
    if (isGroup(group)) rebuild(writer, group, to.create_group(name), inside);
    else copyLink(writer, from, name, to);
  }
  for (const [name, { value, shape, dtype }] of Object.entries(from.attrs)) {
    to.create_attribute(name, value as string, shape, dtype);
  }
}

/** A root that isn't one yet. */
export interface NewRoot {
  group: Group;
  /** Where it starts, for `setRoot`. */
  address: number;
}

/**
 * Makes a group with everything in the root except some elements, to become the root. Only the groups around those elements are
 * made anew; they link to the others.
 *
 * @param without - Paths of the elements.
 * @throws Error if one of these groups has an attribute that can't be copied.
 */
export function relink(writer: Writer, root: Group, without: readonly (readonly string[])[]): NewRoot {
  checkRelink(writer.caller, root, without);
  const taken = root.keys();
  let name = 'zbio';
  while (taken.includes(name)) name += '_';
  const group = root.create_group(name);
  rebuild(writer, root, group, [...without, [name]]);
  return { group, address: addressOf(writer.h5, group) };
}
