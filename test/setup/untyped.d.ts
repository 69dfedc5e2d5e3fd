// What the tests use without types: packages that bring none.
declare module 'busboy';
declare module 'connect-timeout';
declare module 'cookie-parser';
declare module 'csurf';
declare module 'formidable';
declare module 'formidable2';
declare module 'jsonwebtoken8';
declare module 'koa-bodyparser';
declare module 'koa-static';
declare module 'oauth2-server3';
declare module 'passport-jwt';
declare module 'tiny-csrf';
