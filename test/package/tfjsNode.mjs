import * as tf from '@tensorflow/tfjs';
import { useBackend } from 'zbio';

const name = await useBackend();
if (name !== 'tensorflow' || tf.getBackend() !== 'tensorflow') throw new Error(`chose ${name}`);
if (tf.ones([2]).sum().dataSync()[0] !== 2) throw new Error('it computes wrongly');
console.log(`chose ${name}`);
