import { describe, expect, it } from 'vitest';
import { createRegister } from '../src/register.ts';
import { seedAirports } from '../src/seed.ts';
import { thrownBy } from './thrown.ts';

const seed = seedAirports();
const surtsey = {
  iata: 'QQX',
  name: 'Surtsey Airstrip',
  type: 'medium',
  country: 'IS',
  latitude: 63.3034,
  longitude: -20.6053,
};

describe('list', () => {
  const register = createRegister(seed);

  it('gives the first twenty of all by default', () => {
    const page = register.list({});
    expect(page).toMatchObject({ total: seed.length, limit: 20, offset: 0 });
    expect(page.items).toEqual(seed.slice(0, 20));
  });

  it('gives the part that is asked for', () => {
    const all = register.list({ country: 'is', limit: '100' });
    expect(all.total).toBe(all.items.length);
    expect(new Set(all.items.map(({ country }) => country))).toEqual(new Set(['IS']));
    expect(register.list({ country: 'IS', limit: '2', offset: '3' }).items).toEqual(all.items.slice(3, 5));
  });

  it('gives nothing for a country without airports, and past the end', () => {
    expect(register.list({ country: 'ZZ' })).toMatchObject({ total: 0, items: [] });
    expect(register.list({ offset: '1000000' }).items).toEqual([]);
  });

  it.each([
    [{ limit: '0' }, ['limit']],
    [{ limit: '101' }, ['limit']],
    [{ limit: '' }, ['limit']],
    [{ limit: '1e1' }, ['limit']],
    [{ limit: ['1', '2'] }, ['limit']],
    [{ offset: '-1' }, ['offset']],
    [{ country: 'Iceland' }, ['country']],
    [{ country: ['IS', 'DE'] }, ['country']],
    [{ limit: 'x', offset: 'y', country: 'z' }, ['limit', 'offset', 'country']],
  ])('400 names each wrong parameter: %j', (query, parameters) => {
    const error = thrownBy(() => register.list(query));
    expect(error).toMatchObject({ status: 400 });
    expect(error).toHaveProperty(
      'errors',
      parameters.map((parameter) => ({ detail: expect.any(String), parameter })),
    );
  });
});

describe('get', () => {
  const register = createRegister(seed);

  it('finds by either code, whatever the case', () => {
    const keflavik = register.get('KEF');
    expect(keflavik).toMatchObject({ name: 'Keflavik International Airport', country: 'IS', type: 'large' });
    for (const code of ['kef', 'BIKF', 'bikf']) expect(register.get(code)).toBe(keflavik);
  });

  it.each(['ZZZ', '', '__proto__', 'constructor'])('404 for %j', (code) => {
    expect(thrownBy(() => register.get(code))).toMatchObject({ status: 404 });
  });

  it.each([
    ['TXL', '8 November 2020', undefined],
    ['THF', '30 October 2008', undefined],
    ['TSE', '8 June 2020', '/airports/NQZ'],
    ['SXF', '25 October 2020', '/airports/BER'],
  ])('410 tells what became of %s', (code, day, successor) => {
    const error = thrownBy(() => register.get(code));
    expect(error).toMatchObject({ status: 410, detail: expect.stringContaining(day) });
    expect(error.extensions?.['successor']).toBe(successor);
  });

  it('451 says who withholds', () => {
    expect(thrownBy(() => register.get('qzx'))).toMatchObject({
      status: 451,
      headers: { link: '<https://airports.example/legal>; rel="blocked-by"' },
    });
  });
});

describe('create', () => {
  it('adds what was sent, unknown members as null', () => {
    const register = createRegister(seed);
    const airport = register.create(surtsey);
    expect(airport).toEqual({ ...surtsey, icao: null, municipality: null, elevationFeet: null });
    expect(register.get('QQX')).toBe(airport);
    expect(register.list({}).total).toBe(seed.length + 1);
  });

  it('409 shows the airport that has the code', () => {
    const register = createRegister(seed);
    expect(thrownBy(() => register.create({ ...surtsey, iata: 'KEF' }))).toMatchObject({
      status: 409,
      current: register.get('KEF'),
    });
    expect(thrownBy(() => register.create({ ...surtsey, icao: 'BIKF' }))).toMatchObject({ status: 409 });
    expect(
      thrownBy(() => register.get('QQX')),
      'nothing was added',
    ).toMatchObject({ status: 404 });
  });

  it('gives neither a retired nor a withheld code out', () => {
    const register = createRegister(seed);
    expect(thrownBy(() => register.create({ ...surtsey, iata: 'TXL' }))).toMatchObject({ status: 409 });
    expect(thrownBy(() => register.create({ ...surtsey, iata: 'QZX' }))).toMatchObject({ status: 451 });
  });

  it.each([
    [null, ['#']],
    [undefined, ['#']],
    ['KEF', ['#']],
    [[surtsey], ['#']],
    [{}, ['#/iata', '#/name', '#/type', '#/country', '#/latitude', '#/longitude']],
    [{ ...surtsey, iata: 'qqx', latitude: 91 }, ['#/iata', '#/latitude']],
    [{ ...surtsey, iata: null }, ['#/iata']],
    [{ ...surtsey, name: '  x  ', elevationFeet: 1.5 }, ['#/name', '#/elevationFeet']],
    [{ ...surtsey, longitude: '7' }, ['#/longitude']],
    [{ ...surtsey, 'a/b c': 1, ['__proto__']: 1 }, ['#/a~1b%20c', '#/__proto__']],
  ])('422 points at each fault: %j', (input, pointers) => {
    const error = thrownBy(() => createRegister(seed).create(input));
    expect(error).toMatchObject({ status: 422 });
    expect(error).toHaveProperty(
      'errors',
      pointers.map((pointer) => ({ detail: expect.any(String), pointer })),
    );
  });
});

describe('remove', () => {
  it('forgets an airport under both codes', () => {
    const register = createRegister(seed);
    expect(register.remove('kef')).toMatchObject({ iata: 'KEF', icao: 'BIKF' });
    for (const code of ['KEF', 'BIKF']) {
      expect(thrownBy(() => register.get(code))).toMatchObject({ status: 404 });
    }
    expect(register.list({}).total).toBe(seed.length - 1);
  });

  it('404 and 410 as for get', () => {
    const register = createRegister(seed);
    expect(thrownBy(() => register.remove('ZZZ'))).toMatchObject({ status: 404 });
    expect(thrownBy(() => register.remove('TXL'))).toMatchObject({ status: 410 });
  });
});

it('a register of airports that share a code is refused', () => {
  const [first] = seed;
  expect(() => createRegister([first, first].filter((airport) => airport !== undefined))).toThrow(TypeError);
});
