/** How big an airport is, in the two steps that the list knows. */
type AirportType = 'large' | 'medium';

/** One airport as the register keeps it and as the wire shows it; `null` is unknown. */
export type Airport = {
  readonly iata: string | null;
  readonly icao: string | null;
  readonly name: string;
  readonly type: AirportType;
  readonly municipality: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevationFeet: number | null;
};

/** The code that names an airport in URLs: IATA where there is one, else ICAO. */
export function codeOf(airport: Airport): string {
  const code = airport.iata ?? airport.icao;
  if (code === null) throw new TypeError(`airport ${airport.name}: expected an IATA or an ICAO code`);
  return code;
}
