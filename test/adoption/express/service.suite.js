// The service's own tests. They know nothing of statuskit, and are the same before and after the migration.
const request = require('supertest');
const jwt = require('jsonwebtoken');
const { jwtSecret } = require('./service/config');
const users = require('./service/users');
const createApp = require(`./${process.env.STATE}/app`);

const PASSWORD = 'correct horse';
let app;
let log;
let admin;
let user;

const tokenOf = ({ id }) => `Bearer ${jwt.sign({ sub: id }, jwtSecret)}`;

beforeEach(() => {
  log = [];
  users.reset();
  app = createApp(log);
  admin = users.create({ email: 'admin@example.com', password: PASSWORD, name: 'Admin', role: 'admin' });
  user = users.create({ email: 'ann@example.com', password: PASSWORD, name: 'Ann' });
});

const refused = (status, message) => ({ code: status, message });

describe('POST /v1/users', () => {
  const body = { email: 'new@example.com', password: PASSWORD, name: 'New' };

  test('creates a user and does not show the password', async () => {
    const res = await request(app).post('/v1/users').send(body).expect(201);
    expect(res.body).toEqual({ id: '3', role: 'user', email: body.email, name: body.name });
  });

  test.each([
    ['email', { ...body, email: 'nobody' }],
    ['password', { ...body, password: 'short' }],
    ['name', { email: body.email, password: PASSWORD }],
  ])('400 if %s is invalid, and the message names it', async (name, invalid) => {
    const res = await request(app).post('/v1/users').send(invalid).expect(400);
    expect(res.body).toEqual(refused(400, expect.stringContaining(name)));
  });

  test('400 names every invalid field', async () => {
    const res = await request(app).post('/v1/users').send({ name: 'New' }).expect(400);
    expect(res.body.message).toMatch(/email.*password/);
  });

  test('400 if the email is taken', async () => {
    const res = await request(app)
      .post('/v1/users')
      .send({ ...body, email: user.email })
      .expect(400);
    expect(res.body).toEqual(refused(400, 'Email already taken'));
  });

  test('400 for JSON that is broken', async () => {
    const res = await request(app).post('/v1/users').type('json').send('{"email":').expect(400);
    expect(res.body.code).toBe(400);
  });

  test('413 for content that is too large', async () => {
    const res = await request(app)
      .post('/v1/users')
      .send({ ...body, name: 'x'.repeat(200000) })
      .expect(413);
    expect(res.body.code).toBe(413);
  });
});

describe('POST /v1/auth/login', () => {
  const login = (password) => request(app).post('/v1/auth/login').send({ email: user.email, password });

  test('returns a token', async () => {
    const res = await login(PASSWORD).expect(200);
    expect(jwt.verify(res.body.token, jwtSecret).sub).toBe(user.id);
  });

  test('401 for a wrong password', async () => {
    const res = await login('wrong').expect(401);
    expect(res.body).toEqual(refused(401, 'Incorrect email or password'));
  });

  test('429 after three failures, and a success is free', async () => {
    for (let i = 0; i < 3; i++) {
      await login(PASSWORD).expect(200);
      await login('wrong').expect(401);
    }
    await login('wrong').expect(429);
  });
});

describe('GET /v1/users', () => {
  test('lists users for an admin', async () => {
    const res = await request(app).get('/v1/users?limit=1').set('Authorization', tokenOf(admin)).expect(200);
    expect(res.body).toEqual([{ id: '1', role: 'admin', email: admin.email, name: 'Admin' }]);
  });

  test('uses the default of a query parameter', async () => {
    const res = await request(app).get('/v1/users').set('Authorization', tokenOf(admin)).expect(200);
    expect(res.body).toHaveLength(2);
  });

  test('400 if a query parameter is invalid', async () => {
    const res = await request(app)
      .get('/v1/users?limit=none')
      .set('Authorization', tokenOf(admin))
      .expect(400);
    expect(res.body).toEqual(refused(400, expect.stringContaining('limit')));
  });

  test('403 for a user', async () => {
    const res = await request(app).get('/v1/users').set('Authorization', tokenOf(user)).expect(403);
    expect(res.body).toEqual(refused(403, 'Forbidden'));
  });

  test.each([
    ['no token', undefined],
    ['garbage', 'Bearer garbage'],
    ['a token of another secret', `Bearer ${jwt.sign({ sub: '1' }, 'another')}`],
    ['a token that has expired', `Bearer ${jwt.sign({ sub: '1' }, jwtSecret, { expiresIn: -1 })}`],
    ['a token of a user that is gone', `Bearer ${jwt.sign({ sub: '99' }, jwtSecret)}`],
  ])('401 for %s', async (_what, token) => {
    const asked = request(app).get('/v1/users');
    if (token !== undefined) asked.set('Authorization', token);
    const res = await asked.expect(401);
    expect(res.body).toEqual(refused(401, 'Please authenticate'));
  });
});

describe('/v1/users/:id', () => {
  test('returns a user to himself', async () => {
    const res = await request(app)
      .get(`/v1/users/${user.id}`)
      .set('Authorization', tokenOf(user))
      .expect(200);
    expect(res.body.email).toBe(user.email);
  });

  test('400 if the id is invalid', async () => {
    const res = await request(app).get('/v1/users/abc').set('Authorization', tokenOf(admin)).expect(400);
    expect(res.body).toEqual(refused(400, expect.stringContaining('id')));
  });

  test.each(['get', 'delete'])('404 for %s of a user that is not there', async (method) => {
    const res = await request(app)[method]('/v1/users/99').set('Authorization', tokenOf(admin)).expect(404);
    expect(res.body).toEqual(refused(404, 'User not found'));
  });

  test('deletes a user', async () => {
    await request(app).delete(`/v1/users/${user.id}`).set('Authorization', tokenOf(admin)).expect(204);
    expect(users.find(user.id)).toBeUndefined();
  });
});

describe('the application', () => {
  test('404 for an unknown path', async () => {
    const res = await request(app).get('/v1/nothing').expect(404);
    expect(res.body.code).toBe(404);
  });

  test('answers a preflight for any path', async () => {
    const res = await request(app).options('/v1/users').set('Origin', 'https://a.example').expect(204);
    expect(res.headers['access-control-allow-origin']).toBe('*');
  });

  test('500 shows nothing of the failure, and the log has it', async () => {
    const res = await request(app).get('/v1/crash').expect(500);
    expect(res.body).toEqual(refused(500, 'Internal Server Error'));
    expect(log).toEqual(['GET /v1/crash 500 - connect ECONNREFUSED 10.0.0.5:27017']);
  });

  test('logs the message of a refusal', async () => {
    await request(app).get('/v1/users').expect(401);
    expect(log).toEqual(['GET /v1/users 401 - Please authenticate']);
  });
});
