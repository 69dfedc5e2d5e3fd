const cors = require('cors');
const express = require('express');
const morgan = require('morgan');
const passport = require('passport');
const jwtStrategy = require('../service/passport');
const { errorConverter, errorHandler } = require('./middlewares/error');
const createRoutes = require('./routes');
const ApiError = require('./utils/ApiError');

const createApp = (log) => {
  const app = express();
  app.set('trust proxy', true);

  morgan.token('message', (req, res) => res.locals.errorMessage || '');
  app.use(morgan(':method :url :status - :message', { stream: { write: (line) => log.push(line.trim()) } }));
  app.use(express.json());
  app.use(cors());
  app.options('*', cors());
  app.use(passport.initialize());
  passport.use('jwt', jwtStrategy);

  app.use('/v1', createRoutes());

  app.use((req, res, next) => {
    next(new ApiError(404, 'Not found'));
  });
  app.use(errorConverter);
  app.use(errorHandler);
  return app;
};

module.exports = createApp;
