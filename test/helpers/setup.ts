import * as tf from '@tensorflow/tfjs';

// Silences tfjs' banner in Node; its argument checks go with it, ours stay.
tf.enableProdMode();
