import type { Status } from '../names.ts';
import type { StatusRetry } from '../row.ts';

/**
 * Where the cause of a vendor's status lies, whatever its first digit is.
 *
 * - `'client'`: the sender of the request.
 * - `'origin'`: the server behind that of the vendor, with its firewall, its certificate and its DNS record.
 * - `'network'`: the network between the vendor and the origin.
 * - `'identity-provider'`: the party that authenticates the user.
 * - `'undocumented'`: the vendor does not say.
 */
export type VendorFault = 'client' | 'origin' | 'network' | 'identity-provider' | 'undocumented';

/** A row of the tables of vendors. */
export interface VendorRow {
  readonly status: number;
  readonly vendor: string;
  /** The vendor's name for it; in parentheses if the vendor has none. */
  readonly name: string;
  /** What has happened, in full sentences. */
  readonly meaning: string;
  /** Whether a client can receive this number. If not, it appears in a log, a configuration or a body. */
  readonly onWire: boolean;
  /** The status that the client receives instead; absent if it receives this one, or no response. */
  readonly sentInstead?: Status | undefined;
  readonly fault: VendorFault;
  /** What a client may do, in the terms of the registered statuses. */
  readonly retry: StatusRetry;
  /** The registered status with the most similar meaning. */
  readonly nearest: Status;
  /** A page of the vendor, or of an observer. */
  readonly source: string;
}

/** Takes no table with a row of the wrong shape; `isolatedDeclarations` does not let `satisfies` say it. */
export type VendorRows<Rows extends readonly VendorRow[]> = Rows;
