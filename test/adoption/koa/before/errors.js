const { ValidationError } = require('yup');

class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const isDuplicate = (error) => /SQLITE_CONSTRAINT_UNIQUE/.test(error.code);

async function errors(ctx, next) {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) throw new ApiError(404, 'Not Found');
  } catch (error) {
    if (error instanceof ValidationError) {
      ctx.status = 422;
      const fields = error.inner.map(({ path, message }) => ({ path, message }));
      ctx.body = { error: { status: 422, message: error.message, fields } };
    } else if (isDuplicate(error)) {
      ctx.status = 409;
      ctx.body = { error: { status: 409, message: 'Already exists' } };
    } else {
      const status = error.status || 500;
      ctx.status = status;
      ctx.body = { error: { status, message: status < 500 ? error.message : 'Internal Server Error' } };
      if (status >= 500) ctx.app.emit('error', error, ctx);
    }
  }
}

module.exports = { ApiError, errors };
