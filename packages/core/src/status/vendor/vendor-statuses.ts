import { APPLICATION_STATUSES, type ApplicationStatuses } from './applications.ts';
import { CLOUDFLARE_STATUSES, type CloudflareStatuses } from './cloudflare.ts';
import { LOAD_BALANCER_STATUSES, type LoadBalancerStatuses } from './load-balancer.ts';
import { MICROSOFT_STATUSES, type MicrosoftStatuses } from './microsoft.ts';
import { NGINX_STATUSES, type NginxStatuses } from './nginx.ts';
import type { VendorRow } from './vendor-row.ts';

type Rows = (
  | NginxStatuses
  | CloudflareStatuses
  | LoadBalancerStatuses
  | MicrosoftStatuses
  | ApplicationStatuses
)[number];

/** Who uses a number that is not registered, or a registered one otherwise. */
export type VendorName = Rows['vendor'];

/** A number with a reading of some vendor's: most are unregistered; 451 is registered for something else. */
export type VendorStatus = Rows['status'];

/** What one vendor means by one number. */
export interface VendorReading extends VendorRow {
  readonly status: VendorStatus;
  readonly vendor: VendorName;
}

/**
 * The statuses that vendors use without a registration: what they mean, whether a client sees them, whose fault it is,
 * whether to try again, and which registered status says most nearly the same.
 *
 * It is a list, since one number may have several vendors: 499 has three. Of those the best known comes first.
 *
 * @example
 * ```ts
 * VENDOR_STATUSES.filter(({ onWire }) => !onWire).some(({ status }) => status === 494); // true: look in the log
 * ```
 */
export const VENDOR_STATUSES: readonly VendorReading[] = /* @__PURE__ */ [
  NGINX_STATUSES,
  CLOUDFLARE_STATUSES,
  LOAD_BALANCER_STATUSES,
  MICROSOFT_STATUSES,
  APPLICATION_STATUSES,
].flat();
