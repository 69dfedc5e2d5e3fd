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

/** A vendor that uses an unregistered number, or a registered one with another meaning. */
export type VendorName = Rows['vendor'];

/** A number that a vendor uses. All but 451 are unregistered. */
export type VendorStatus = Rows['status'];

/** The meaning of one number to one vendor. */
export interface VendorReading extends VendorRow {
  readonly status: VendorStatus;
  readonly vendor: VendorName;
}

/**
 * The statuses that vendors use without a registration: their meaning, whether a client receives them, the party at fault,
 * whether to try again, and which registered status has the most similar meaning.
 *
 * One number may have several vendors, of which the best known comes first: 499 has three.
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
