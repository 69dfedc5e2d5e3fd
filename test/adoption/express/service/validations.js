const Joi = require('joi');

const id = Joi.string().pattern(/^\d+$/).message('"{{#label}}" must be a number');

module.exports = {
  login: { body: Joi.object({ email: Joi.string().required(), password: Joi.string().required() }) },
  createUser: {
    body: Joi.object({
      email: Joi.string().required().email(),
      password: Joi.string().required().min(8),
      name: Joi.string().required(),
    }),
  },
  listUsers: { query: Joi.object({ limit: Joi.number().integer().min(1).default(10) }) },
  byId: { params: Joi.object({ id }) },
};
