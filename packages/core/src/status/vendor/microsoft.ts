import type { VendorRows } from './vendor-row.ts';

/** The statuses that lists attribute to IIS: those of Exchange and of Microsoft's WebDAV, which run on IIS. */
export const MICROSOFT_STATUSES = [
  {
    status: 440,
    vendor: 'iis',
    name: 'Login Timeout',
    meaning: 'The session of a login by form, as in Outlook on the web, has ended or never began.',
    onWire: true,
    fault: 'client',
    retry: 'with-credentials',
    nearest: 401,
    source: 'https://davmail.sourceforge.net/apidocs/davmail/exception/package-summary.html',
  },
  {
    status: 449,
    vendor: 'iis',
    name: 'Retry With',
    meaning:
      'The request lacks information: repeat it with Ms-Echo-Reply (WebDAV), or after fetching the policy (ActiveSync).',
    onWire: true,
    fault: 'client',
    retry: 'after-change',
    nearest: 400,
    source:
      'https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-wdv/83ecf19f-e0f8-4706-aae5-ba618f52f100',
  },
  {
    status: 451,
    vendor: 'iis',
    name: 'Redirect',
    meaning:
      'ActiveSync: the mailbox is on another server, which X-MS-Location names for all later requests. Older than RFC 7725.',
    onWire: true,
    fault: 'client',
    retry: 'after-change',
    nearest: 308,
    source:
      'https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-ashttp/a907164a-907c-48b4-b2ef-44a06867f03f',
  },
] as const;

/** The type of {@link MICROSOFT_STATUSES}, and the proof of its shape. */
export type MicrosoftStatuses = VendorRows<typeof MICROSOFT_STATUSES>;
