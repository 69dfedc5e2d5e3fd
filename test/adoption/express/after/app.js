const { errorHandler, rules, unmatched } = require('@statuskit/express');
const cors = require('cors');
const express = require('express');
const morgan = require('morgan');
const passport = require('passport');
const jwtStrategy = require('../service/passport');
const createRoutes = require('./routes');
const ApiError = require('./utils/ApiError');

const createApp = (log) => {
  const app = express();
  app.set('trust proxy', 1);

  morgan.token('message', (req, res) => (res.err ? res.err.message : ''));
  app.use(morgan(':method :url :status - :message', { stream: { write: (line) => log.push(line.trim()) } }));
  app.use(express.json());
  app.use(cors());
  app.options('*', cors());
  app.use(passport.initialize());
  passport.use('jwt', jwtStrategy);

  app.use('/v1', createRoutes());

  app.use(unmatched());
  app.use(
    errorHandler({
      challenge: { scheme: 'Bearer' },
      validation: 400,
      rules: [rules.from(ApiError)],
      report: () => {}, // morgan writes the line
      body: ({ problem }) => ({
        contentType: 'application/json',
        body: { code: problem.status, message: problem.detail || problem.title },
      }),
    }),
  );
  return app;
};

module.exports = createApp;
