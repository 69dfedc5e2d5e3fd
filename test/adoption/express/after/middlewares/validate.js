const Joi = require('joi');

const validate = (schema) => (req, res, next) => {
  const parts = Object.fromEntries(Object.keys(schema).map((key) => [key, req[key]]));
  Object.assign(req, Joi.attempt(parts, Joi.object(schema).prefs({ abortEarly: false })));
  return next();
};

module.exports = validate;
