import type { RateLimitStore } from '@statuskit/core/rate-limit';
import type { Audit } from './audit.ts';
import type { Exports } from './exports.ts';
import type { Notices } from './notices.ts';
import type { Register } from './register.ts';
import type { Route } from './route.ts';
import { adminRoutes } from './routes/admin.ts';
import { airportRoutes } from './routes/airports.ts';
import { docsRoutes } from './routes/docs.ts';
import { exportRoutes } from './routes/exports.ts';
import { homeRoutes } from './routes/home.ts';
import { noticeRoutes } from './routes/notices.ts';
import type { WeatherClient } from './weather.ts';

/** What the routes work with. */
export type Services = {
  readonly register: Register;
  readonly notices: Notices;
  readonly exports: Exports;
  readonly audit: Audit;
  readonly weather: WeatherClient;
  /** Where the limits are kept. Default: in the memory of each server. */
  readonly limits?: RateLimitStore | undefined;
};

/** The routes of the register, one table for both frameworks. */
export function routes({ register, notices, exports, audit, weather }: Services): readonly Route[] {
  return [
    ...airportRoutes(register, audit, weather),
    ...noticeRoutes(register, notices),
    ...exportRoutes(register, exports),
    ...homeRoutes(),
    ...docsRoutes(),
    ...adminRoutes(audit),
  ];
}
