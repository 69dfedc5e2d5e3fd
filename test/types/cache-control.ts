// What contradicts itself does not compile; each such call stands beside the one that does.
import { formatCacheControl, formatCdnCacheControl } from '@statuskit/core';

declare const flag: boolean;
declare const seconds: number | undefined;

formatCacheControl({});
formatCacheControl(flag ? { noStore: true } : { maxAgeSeconds: 60 });
formatCacheControl({ public: flag, maxAgeSeconds: seconds, private: ['Set-Cookie'] });
formatCacheControl({ private: true, maxAgeSeconds: 60, noCache: flag });
formatCacheControl({ maxAgeSeconds: 60, immutable: true, noCache: ['Set-Cookie'] });
formatCacheControl({ noStore: true, mustUnderstand: true, maxAgeSeconds: 60 });
formatCacheControl({ noStore: true, noTransform: true, extensions: { community: 'UCI', x: true } });
// @ts-expect-error public or private
formatCacheControl({ public: true, private: true });
// @ts-expect-error a shared cache does not store what is private
formatCacheControl({ private: true, sharedMaxAgeSeconds: 60 });
// @ts-expect-error stored or not
formatCacheControl({ noStore: true, maxAgeSeconds: 60 });
// @ts-expect-error stored or not
formatCacheControl({ noStore: true, noCache: true });
// @ts-expect-error must-understand wants no-store beside it
formatCacheControl({ mustUnderstand: true });
// @ts-expect-error immutable is for the time in which nobody asks
formatCacheControl({ maxAgeSeconds: 60, immutable: true, noCache: true });
// @ts-expect-error a unit belongs to the name
formatCacheControl({ maxAge: 60 });
// @ts-expect-error of a request
formatCacheControl({ onlyIfCached: true });
// @ts-expect-error the same for the other field
formatCdnCacheControl({ public: true, private: true });
