const yup = require('yup');

const article = yup
  .object({
    title: yup.string().trim().min(3).required(),
    words: yup.number().integer().positive().required(),
  })
  .noUnknown();

const page = yup.object({ limit: yup.number().integer().min(1).max(100).default(20) });

module.exports = { article, page };
