import Environment from '@jest/environment-jsdom-abstract';
import * as jsdom from 'jsdom';

/** The abstract environment with the jsdom of our own lock file: jest's own package brings an older one. */
export default class JsdomEnvironment extends Environment {
  constructor(config, context) {
    super(config, context, jsdom);
  }
}
