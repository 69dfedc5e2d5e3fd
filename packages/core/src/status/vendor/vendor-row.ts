import type { Status } from '../names.ts';
import type { StatusRetry } from '../row.ts';

/**
 * Where the cause of a vendor's status lies, whatever its first digit says.
 *
 * - `'client'`: who sent the request.
 * - `'origin'`: the server behind the vendor's, with its firewall, its certificate and its DNS record.
 * - `'network'`: the way between the vendor's machine and the origin.
 * - `'identity-provider'`: the party that was asked who the user is.
 * - `'undocumented'`: the vendor does not say.
 */
export type VendorFault = 'client' | 'origin' | 'network' | 'identity-provider' | 'undocumented';

/** What every row of the vendors' tables says. */
export interface VendorRow {
  readonly status: number;
  readonly vendor: string;
  /** The vendor's name for it; in brackets where the vendor has none. */
  readonly name: string;
  /** What has happened, in whole sentences. */
  readonly meaning: string;
  /** True where a client can see this very number; false where it stays in a log, a configuration or a body. */
  readonly onWire: boolean;
  /** The status that the client sees in its place; absent where it sees this one, or no response at all. */
  readonly sentInstead?: Status | undefined;
  readonly fault: VendorFault;
  /** What a client may do, in the words of the registered statuses. */
  readonly retry: StatusRetry;
  /** The registered status that says most nearly the same. */
  readonly nearest: Status;
  /** Where the vendor, or else somebody who has seen it, says so. */
  readonly source: string;
}

/** Takes no table with a row of the wrong shape; `isolatedDeclarations` does not let `satisfies` say it. */
export type VendorRows<Rows extends readonly VendorRow[]> = Rows;
