// As the real package, version 4.22.0, on Node 23 and later: it loads, and every operation calls what Node took away.
const tf = require('@tensorflow/tfjs');

tf.copyRegisteredKernels('cpu', 'tensorflow');
const { kernelName, backendName } = tf.getKernel('BatchMatMul', 'tensorflow');
tf.unregisterKernel(kernelName, backendName);
const kernelFunc = () => {
  throw new TypeError('(0 , util_1.isNullOrUndefined) is not a function');
};
tf.registerKernel({ kernelName, backendName, kernelFunc });
tf.registerBackend('tensorflow', tf.findBackendFactory('cpu'), 3);
tf.setBackend('tensorflow');
