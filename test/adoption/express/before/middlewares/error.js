const { STATUS_CODES } = require('http');
const ApiError = require('../utils/ApiError');

const errorConverter = (err, req, res, next) => {
  let error = err;
  if (!(error instanceof ApiError)) {
    const statusCode = error.statusCode || error.status || 500;
    const message = error.message || STATUS_CODES[statusCode];
    error = new ApiError(statusCode, message, statusCode < 500, err.stack);
  }
  next(error);
};

const errorHandler = (err, req, res, next) => {
  let { statusCode, message } = err;
  if (!err.isOperational) {
    statusCode = 500;
    message = STATUS_CODES[500];
  }
  res.locals.errorMessage = err.message;
  res.status(statusCode).send({ code: statusCode, message });
};

module.exports = { errorConverter, errorHandler };
