import { type Airport, codeOf } from './airport.ts';

/** What a handler returns when it created an airport: answered with 201, its Location and the airport itself. */
export class Created {
  readonly airport: Airport;
  readonly location: string;

  constructor(airport: Airport) {
    this.airport = airport;
    this.location = `/airports/${codeOf(airport)}`;
  }
}
