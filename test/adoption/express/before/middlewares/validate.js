const Joi = require('joi');
const ApiError = require('../utils/ApiError');

const validate = (schema) => (req, res, next) => {
  const parts = Object.fromEntries(Object.keys(schema).map((key) => [key, req[key]]));
  const { value, error } = Joi.object(schema).prefs({ abortEarly: false }).validate(parts);
  if (error) {
    const message = error.details.map((details) => details.message).join(', ');
    return next(new ApiError(400, message));
  }
  Object.assign(req, value);
  return next();
};

module.exports = validate;
