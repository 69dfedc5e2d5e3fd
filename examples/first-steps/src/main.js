import { app as expressApp } from './express.js';
import { app as koaApp } from './koa.js';

for (const [name, app] of [
  ['Express', expressApp],
  ['Koa', koaApp],
]) {
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(`${name}: curl -i -X PUT http://127.0.0.1:${server.address().port}/notes/7`);
  });
}
