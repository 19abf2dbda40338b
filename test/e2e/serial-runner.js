const { default: TestRunner } = require('jest-runner');

/**
 * Runs one file at a time, where others run several.
 */
module.exports = class SerialRunner extends TestRunner {
  isSerial = true;
};
