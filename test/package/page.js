import * as zbio from 'zbio';

globalThis.zbio = zbio;
