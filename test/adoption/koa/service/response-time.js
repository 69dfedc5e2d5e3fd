module.exports = async function responseTime(ctx, next) {
  const start = process.hrtime.bigint();
  await next();
  ctx.set('X-Response-Time', `${Number(process.hrtime.bigint() - start) / 1e6}ms`);
};
