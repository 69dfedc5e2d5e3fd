import { describe, expect, it } from 'vitest';
import { authorize, authorizeHidden, hideAdmin } from '../src/access.ts';
import { thrownBy } from './thrown.ts';

const editor = { authorization: 'Bearer demo-token-of-edda-the-editor' };
const admin = { authorization: 'bearer   demo-token-of-anna-the-admin ' };

describe('authorize', () => {
  it('gives the user where the role does', () => {
    expect(authorize(editor, 'reader')).toEqual({ name: 'edda', role: 'editor' });
    expect(authorize(editor, 'editor')).toEqual({ name: 'edda', role: 'editor' });
    expect(authorize(admin, 'admin')).toEqual({ name: 'anna', role: 'admin' });
  });

  it.each([undefined, '', 'Basic YTpi', 'Bearers x'])(
    '401 without an error where no token is shown: %j (RFC 6750 §3.1)',
    (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      expect(thrownBy(() => authorize(headers, 'reader'))).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="airports"' },
      });
    },
  );

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer guess',
    'Bearer __proto__',
    'Bearer demo-token-of-edda-the-editor, x',
  ])('401 with invalid_token for a wrong one: %j', (authorization) => {
    expect(thrownBy(() => authorize({ authorization }, 'reader'))).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="airports", error="invalid_token"' },
    });
  });

  it('403 where the role does not do', () => {
    expect(thrownBy(() => authorize(editor, 'admin'))).toMatchObject({ status: 403 });
  });
});

describe('authorizeHidden', () => {
  it('gives the user where the role does', () => {
    expect(authorizeHidden(admin, 'admin').name).toBe('anna');
  });

  it.each([{}, { authorization: 'Bearer guess' }, editor])('404 that tells nothing, for %j', (headers) => {
    const error = thrownBy(() => authorizeHidden(headers, 'admin'));
    expect(error.toJSON()).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
    expect(error.headers).toEqual({});
  });
});

describe('hideAdmin', () => {
  it.each(['/admin', '/admin/', '/admin/audit', '/ADMIN/audit', '/admin/nothing'])('404 for %s', (path) => {
    expect(thrownBy(() => hideAdmin(path, editor))).toMatchObject({ status: 404 });
    expect(hideAdmin(path, admin)).toBeUndefined();
  });

  it.each(['/', '/airports', '/administration', '/airports/admin'])('lets %s be', (path) => {
    expect(hideAdmin(path, {})).toBeUndefined();
  });
});
