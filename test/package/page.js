import * as zbio from 'zbio';
import * as autoencoder from 'zbio/autoencoder';
import * as errors from 'zbio/errors';
import * as evaluate from 'zbio/evaluate';
import * as io from 'zbio/io';
import * as losses from 'zbio/losses';
import * as metrics from 'zbio/metrics';
import * as nn from 'zbio/nn';
import * as plot from 'zbio/plot';
import * as preprocess from 'zbio/preprocess';
import * as schedules from 'zbio/schedules';
import * as simulate from 'zbio/simulate';
import * as systems from 'zbio/systems';
import * as train from 'zbio/train';

globalThis.zbio = {
  ...zbio,
  autoencoder,
  errors,
  evaluate,
  io,
  losses,
  metrics,
  nn,
  plot,
  preprocess,
  schedules,
  simulate,
  systems,
  train,
};
