// As the real package does: registers its backend and makes it current. It computes with the cpu backend's kernels.
const tf = require('@tensorflow/tfjs');

tf.copyRegisteredKernels('cpu', 'tensorflow');
tf.registerBackend('tensorflow', tf.findBackendFactory('cpu'), 3);
tf.setBackend('tensorflow');
