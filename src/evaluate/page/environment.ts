import * as tf from '@tensorflow/tfjs';
import { inNode } from '../../platform/inNode.js';
import { version } from '../../platform/version.js';
import type { Fact } from './facts.js';

/** What pages and workers have. */
interface Page {
  navigator?: { userAgent?: string; hardwareConcurrency?: number };
}

function ofNode(): Fact[] {
  const { versions, platform, arch, getBuiltinModule } = globalThis.process;
  const processors = getBuiltinModule('node:os').cpus();
  return [
    ['Node', versions.node],
    ['system', `${platform} ${arch}`],
    ['processors', `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`],
  ];
}

function ofBrowser(): Fact[] {
  const { navigator = {} } = globalThis as Page;
  return [
    ['browser', navigator.userAgent ?? 'unknown'],
    ['processors', navigator.hardwareConcurrency ?? 'unknown'],
  ];
}

/** Versions and machine: what equal results need. Nothing that names a person or a place. */
export function environment(): Fact[] {
  return [
    ['zbio', version],
    ['TensorFlow.js', tf.version_core],
    ['backend', tf.getBackend()],
    ...(inNode() ? ofNode() : ofBrowser()),
  ];
}
