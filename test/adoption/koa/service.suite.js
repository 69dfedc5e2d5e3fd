// The service's own tests. They know nothing of statuskit, and are the same before and after the migration.
const assert = require('node:assert/strict');
const supertest = require('supertest');
const createDatabase = require('./service/database');
const createApp = require(`./${process.env.STATE}/app`);

const ARTICLE = { title: 'A first one', words: 100 };

describe('the articles', () => {
  let db;
  let request;
  let emitted;

  beforeEach(async () => {
    db = await createDatabase();
    const app = createApp(db);
    emitted = [];
    app.on('error', (error) => emitted.push(error));
    request = supertest(app.callback());
  });

  afterEach(() => db.destroy());

  it('are created and read', async () => {
    const created = await request.post('/api/articles').send(ARTICLE).expect(201);
    assert.deepEqual(created.body.article, { id: 1, slug: 'a-first-one', ...ARTICLE });
    const read = await request.get('/api/articles/a-first-one').expect(200);
    assert.deepEqual(read.body, created.body);
  });

  it('422 with every field that is invalid', async () => {
    const { body } = await request.post('/api/articles').send({ title: 'A', words: -1 }).expect(422);
    assert.equal(body.error.status, 422);
    assert.deepEqual(body.error.fields.map(({ path }) => path).sort(), ['title', 'words']);
    for (const { message } of body.error.fields) assert.match(message, /must be/);
  });

  it('422 if the content is missing', async () => {
    const { body } = await request.post('/api/articles').expect(422);
    assert.equal(body.error.status, 422);
  });

  it('422 if a query parameter is invalid', async () => {
    const { body } = await request.get('/api/articles?limit=1000').expect(422);
    assert.deepEqual(
      body.error.fields.map(({ path }) => path),
      ['limit'],
    );
  });

  it('400 for JSON that is broken', async () => {
    const { body } = await request.post('/api/articles').type('json').send('{"title":').expect(400);
    assert.equal(body.error.status, 400);
  });

  it('409 for a slug that exists, without a word of the database', async () => {
    await request.post('/api/articles').send(ARTICLE).expect(201);
    const { body, text } = await request.post('/api/articles').send(ARTICLE).expect(409);
    assert.equal(body.error.status, 409);
    assert.doesNotMatch(text, /sqlite|insert|constraint/i);
  });

  for (const method of ['get', 'delete']) {
    it(`404 for ${method} of an article that does not exist`, async () => {
      const { body } = await request[method]('/api/articles/none').expect(404);
      assert.deepEqual(body, { error: { status: 404, message: 'No such article' } });
    });
  }

  it('are removed', async () => {
    await request.post('/api/articles').send(ARTICLE).expect(201);
    await request.delete('/api/articles/a-first-one').expect(204);
    await request.get('/api/articles/a-first-one').expect(404);
  });

  it('404 for an unknown path', async () => {
    const { body } = await request.get('/api/nothing').expect(404);
    assert.deepEqual(body, { error: { status: 404, message: 'Not Found' } });
    assert.deepEqual(emitted, []);
  });

  it('405 with Allow for another method', async () => {
    const { headers } = await request.put('/api/articles').send(ARTICLE).expect(405);
    assert.deepEqual(headers.allow.split(', ').sort(), ['GET', 'HEAD', 'POST']);
  });

  it('500 shows nothing of the failure, which is emitted once', async () => {
    const { body } = await request.get('/api/broken').expect(500);
    assert.deepEqual(body, { error: { status: 500, message: 'Internal Server Error' } });
    assert.equal(emitted.length, 1);
  });

  it('tell how long a response took, errors included', async () => {
    for (const path of ['/api/articles', '/api/articles/none', '/api/nothing', '/api/broken']) {
      const { headers } = await request.get(path);
      assert.match(headers['x-response-time'], /^[\d.]+ms$/, path);
    }
  });
});
