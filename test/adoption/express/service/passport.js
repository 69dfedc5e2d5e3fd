const { Strategy, ExtractJwt } = require('passport-jwt');
const { jwtSecret } = require('./config');
const users = require('./users');

module.exports = new Strategy(
  { secretOrKey: jwtSecret, jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken() },
  (payload, done) => done(null, users.find(payload.sub) ?? false),
);
