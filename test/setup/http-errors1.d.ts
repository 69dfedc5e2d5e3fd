// Version 1 has what the types of version 2 say of the calls that the tests make.
declare module 'http-errors1' {
  import createError = require('http-errors');

  export = createError;
}
