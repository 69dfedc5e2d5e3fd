const passport = require('passport');
const ApiError = require('../utils/ApiError');

const verifyCallback = (req, resolve, reject, role) => (err, user, info) => {
  if (err || info || !user) return reject(new ApiError(401, 'Please authenticate'));
  req.user = user;
  if (role && user.role !== role && user.id !== req.params.id) return reject(new ApiError(403, 'Forbidden'));
  return resolve();
};

const auth = (role) => (req, res, next) =>
  new Promise((resolve, reject) => {
    passport.authenticate('jwt', { session: false }, verifyCallback(req, resolve, reject, role))(
      req,
      res,
      next,
    );
  })
    .then(() => next())
    .catch((err) => next(err));

module.exports = auth;
