// `require()` of the drop-in gives the function itself; the function carries the constructors and `.default`.
module.exports = require('./http-errors.cjs').default;
