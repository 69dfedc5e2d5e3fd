const express = require('express');
const jwt = require('jsonwebtoken');
const rateLimit = require('express-rate-limit');
const { jwtSecret } = require('../../service/config');
const users = require('../../service/users');
const validations = require('../../service/validations');
const auth = require('../middlewares/auth');
const validate = require('../middlewares/validate');
const ApiError = require('../utils/ApiError');
const catchAsync = require('../utils/catchAsync');

const loginLimiter = () => rateLimit({ windowMs: 15 * 60 * 1000, max: 3, skipSuccessfulRequests: true });

const createRoutes = () => {
  const router = express.Router();

  router.post(
    '/auth/login',
    loginLimiter(),
    validate(validations.login),
    catchAsync(async (req, res) => {
      const user = users.findByEmail(req.body.email);
      if (!user || user.password !== req.body.password) {
        throw new ApiError(401, 'Incorrect email or password');
      }
      res.send({ token: jwt.sign({ sub: user.id }, jwtSecret) });
    }),
  );

  router.post(
    '/users',
    validate(validations.createUser),
    catchAsync(async (req, res) => {
      if (users.findByEmail(req.body.email)) throw new ApiError(400, 'Email already taken');
      const { password, ...user } = users.create(req.body);
      res.status(201).send(user);
    }),
  );

  router.get(
    '/users',
    auth('admin'),
    validate(validations.listUsers),
    catchAsync(async (req, res) => {
      res.send(users.list(req.query).map(({ password, ...user }) => user));
    }),
  );

  router.get(
    '/users/:id',
    auth('admin'),
    validate(validations.byId),
    catchAsync(async (req, res) => {
      const user = users.find(req.params.id);
      if (!user) throw new ApiError(404, 'User not found');
      const { password, ...shown } = user;
      res.send(shown);
    }),
  );

  router.delete(
    '/users/:id',
    auth('admin'),
    catchAsync(async (req, res) => {
      if (!users.remove(req.params.id)) throw new ApiError(404, 'User not found');
      res.status(204).send();
    }),
  );

  router.get(
    '/crash',
    catchAsync(async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.5:27017');
    }),
  );

  return router;
};

module.exports = createRoutes;
