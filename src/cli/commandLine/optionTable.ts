import type { OnnxPart } from '../../autoencoder/exportOnnx.js';
import type { PresetName } from '../../autoencoder/presets.js';
import type { MapForm } from '../../model/map/extensionParts.js';
import { type CommandName, commandNames } from './commandTable.js';
import { choiceOf, epochsOrMinutes, type ReadOption, someText, wholeFrom } from './readOption.js';

/** Values of the options that were given; a flag is true. */
export interface CommandValues {
  out?: string;
  batch?: string;
  'batch-from-file'?: true;
  'many-batches'?: true;
  labels?: string;
  model?: string;
  extended?: string;
  form?: MapForm;
  embedding?: string;
  modality?: string;
  'external-folder'?: string;
  layer?: string;
  transpose?: true;
  annotations?: string;
  prefix?: string;
  input?: 'auto' | 'counts' | 'asIs';
  'make-unique'?: true;
  'fill-missing'?: true;
  to?: string;
  corrected?: true;
  'no-corrected'?: true;
  genes?: number;
  preset?: PresetName;
  bio?: number;
  nio?: number;
  epochs?: number;
  'early-stopping'?: true;
  retries?: number;
  checkpoint?: string;
  'checkpoint-every'?: number | { minutes: number };
  resume?: true;
  part?: OnnxPart;
  seed?: number;
  backend?: 'wasm' | 'cpu' | 'tensorflow';
  json?: true;
  help?: true;
}

/** Name of an option. */
export type OptionName = keyof CommandValues;

/** One option: its form, its check and its help. */
export interface OptionSpec<Value = unknown> {
  /** Placeholder of its value, for help; a flag has none. */
  value?: string;
  /** Reads its value; a flag has none. */
  read?: ReadOption<Value>;
  /** One letter. */
  short?: string;
  /** What it does, for every command that takes it. */
  help: Partial<Record<CommandName, string>>;
  /** The commands that can't do without it. */
  required?: readonly CommandName[];
}

type OptionSpecs = { readonly [Name in OptionName]-?: OptionSpec<NonNullable<CommandValues[Name]>> };

/** The same help for several commands. */
const inCommands = (names: readonly CommandName[], help: string): OptionSpec['help'] =>
  Object.fromEntries(names.map((name) => [name, help]));

// Named here, because the presets themselves load tfjs.
const presets: readonly PresetName[] = ['default', 'specified', 'plain'];

const column = { value: '<column>', read: someText } as const;
const file = { value: '<file>', read: someText } as const;
const writers: readonly CommandName[] = ['fit', 'transform', 'extend'];
const modelUsers: readonly CommandName[] = ['fit', 'transform', 'extend', 'report'];
const readers: readonly CommandName[] = [...modelUsers, 'inspect'];

/** Every option, once: parsing, checks and help are made of it. Help lists them in this order. */
const optionTable: OptionSpecs = {
  out: {
    ...file,
    help: {
      ...inCommands(writers, 'the h5ad file to write'),
      export: 'the file to write, ending in .onnx or .csv',
      report: 'write the report as a page too, to a file that ends in .html',
    },
    required: ['fit', 'transform', 'extend', 'export'],
  },
  batch: {
    ...column,
    help: {
      ...inCommands(['fit', 'extend', 'report'], 'column of obs that names the batch'),
      transform: 'column of obs that names the batch, for batches that extend has added',
    },
    required: ['extend', 'report'],
  },
  'batch-from-file': { help: { fit: "each file is one batch, named after the file (in obs['file'])" } },
  'many-batches': {
    help: inCommands(['fit', 'report'], 'accept a batch column with nearly as many batches as cells'),
  },
  labels: {
    ...column,
    help: {
      fit: "column of obs with the cell types, for a report at the end; training doesn't see it",
      report: 'column of obs with the cell types',
    },
  },
  model: {
    ...file,
    help: {
      fit: 'save the model here too',
      ...inCommands(['transform', 'extend'], 'the model'),
      report: 'score the latents that this model gives',
      export: 'the model to export',
    },
    required: ['transform', 'extend'],
  },
  extended: { ...file, help: { extend: 'save the model with the new batches here' } },
  form: {
    value: '<name>',
    read: choiceOf(['aligned', 'cautious']),
    help: { extend: 'aligned (default), or cautious: for batches with other types' },
  },
  embedding: {
    value: '<name>',
    read: someText,
    help: {
      report: 'embedding in obsm to score (default X_bio, with X_nio as z_nio)',
      export: 'embedding in obsm to write (default X_bio and X_nio)',
    },
  },
  modality: {
    value: '<name>',
    read: someText,
    help: inCommands([...modelUsers, 'export', 'inspect'], "the modality of a MuData file, such as 'rna'"),
  },
  'external-folder': {
    value: '<folder>',
    read: someText,
    help: inCommands(readers, 'read what the h5ad file links to in this folder too'),
  },
  layer: {
    value: '<name>',
    read: someText,
    help: inCommands(modelUsers, "use a layer, or 'raw', instead of X"),
  },
  transpose: { help: inCommands(readers, 'the table (CSV, Matrix Market) holds genes x cells') },
  annotations: {
    value: '<columns>',
    read: someText,
    help: inCommands(readers, 'columns of a table that hold no values, separated by commas; they go to obs'),
  },
  prefix: {
    value: '<text>',
    read: someText,
    help: inCommands(readers, "what the 10x files to read begin with, as on GEO: 'GSM123_'"),
  },
  input: {
    value: '<kind>',
    read: choiceOf(['auto', 'counts', 'asIs']),
    help: inCommands(
      modelUsers,
      'what the values are: auto (default: as they look), counts, asIs (used unchanged)',
    ),
  },
  'make-unique': { help: inCommands(modelUsers, 'give repeated names of genes a number: A, A-1, …') },
  'fill-missing': {
    help: inCommands(
      ['transform', 'extend', 'report'],
      "fill the model's missing genes even if more than half are missing",
    ),
  },
  to: {
    value: '<batch>',
    read: someText,
    help: {
      ...inCommands(writers, 'correct towards this batch instead of the mean over batches'),
      export: 'for --part correct: correct towards this batch',
    },
  },
  corrected: { help: inCommands(writers, 'write corrected expression even if it exceeds 1 GB') },
  'no-corrected': { help: inCommands(writers, 'write the latents only (the default above 1 GB)') },
  genes: {
    value: '<number>',
    read: wholeFrom(1),
    help: { fit: 'largest number of genes to select (default 2000)' },
  },
  preset: { value: '<name>', read: choiceOf(presets), help: { fit: 'default, specified or plain' } },
  bio: { value: '<number>', read: wholeFrom(1), help: { fit: 'number of dimensions of z_bio' } },
  nio: { value: '<number>', read: wholeFrom(1), help: { fit: 'number of dimensions of z_nio' } },
  epochs: { value: '<number>', read: wholeFrom(1), help: { fit: 'number of passes over the cells' } },
  'early-stopping': {
    help: { fit: 'hold out 10 % of the cells and stop when their error no longer falls' },
  },
  retries: {
    value: '<number>',
    read: wholeFrom(0, 20),
    help: {
      fit: 'times to halve the learning rate and go on after numbers not finite (default 0)',
    },
  },
  checkpoint: {
    ...file,
    help: { fit: 'keep the run in this model file while it trains' },
  },
  'checkpoint-every': {
    value: '<n>',
    read: epochsOrMinutes,
    help: { fit: 'write the checkpoint every so many epochs, or minutes: 5, 10min (default 1)' },
  },
  resume: { help: { fit: 'go on with the run in the checkpoint; without one, begin' } },
  part: {
    value: '<name>',
    read: choiceOf(['encoder', 'decoder', 'correct']),
    help: { export: 'part of the model: encoder (default), decoder or correct' },
  },
  seed: {
    value: '<number>',
    read: wholeFrom(0),
    help: {
      ...inCommands(['fit', 'report'], 'seed of all random numbers (default 0)'),
      extend: "seed of all random numbers (default the model's)",
    },
  },
  backend: {
    value: '<name>',
    read: choiceOf(['wasm', 'cpu', 'tensorflow']),
    help: inCommands(
      ['fit', 'transform', 'extend', 'report', 'export'],
      'wasm, cpu or tensorflow (default: the fastest available)',
    ),
  },
  json: { help: inCommands(commandNames, 'print the result as JSON on stdout; progress goes to stderr') },
  help: { short: 'h', help: inCommands(commandNames, 'print this text') },
};

/** Names of all options, in the order of the help. */
export const optionNames: readonly OptionName[] = Object.keys(optionTable) as OptionName[];

/** Returns an option's entry. */
export const specOf = (name: OptionName): OptionSpec => optionTable[name];

/** Names of the options of a command. */
export function optionsOf(command: CommandName): OptionName[] {
  return optionNames.filter((name) => specOf(name).help[command] !== undefined);
}
