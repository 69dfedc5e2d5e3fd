import type { VendorRows } from './vendor-row.ts';

/** Load balancers: AWS's Application Load Balancer, and Alibaba's product of that name, which uses 463 otherwise. */
export const LOAD_BALANCER_STATUSES = [
  {
    status: 460,
    vendor: 'aws-alb',
    name: '(Client Closed Connection)',
    meaning:
      'The client closed the connection before the idle timeout: mostly its own timeout is shorter. Its work may be done.',
    // The page says of all its codes that they are sent; there is nobody left who could receive this one.
    onWire: false,
    fault: 'client',
    retry: 'if-idempotent',
    nearest: 400,
    source:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-460-issues',
  },
  // Lists of load-balancer codes show 460 to 464 as one range; 461 and 462 are not in the guide of AWS.
  {
    status: 461,
    vendor: 'aws-alb',
    name: '(Undocumented)',
    meaning: 'AWS does not list it. Another sender defines its meaning; treat it as 400.',
    onWire: true,
    fault: 'undocumented',
    retry: 'no',
    nearest: 400,
    source:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  },
  {
    status: 462,
    vendor: 'aws-alb',
    name: '(Undocumented)',
    meaning: 'AWS does not list it. Another sender defines its meaning; treat it as 400.',
    onWire: true,
    fault: 'undocumented',
    retry: 'no',
    nearest: 400,
    source:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  },
  {
    status: 463,
    vendor: 'aws-alb',
    name: '(Too Many Forwarded Addresses)',
    meaning:
      'X-Forwarded-For has more than 30 addresses: a long chain of proxies, a loop of them, or a forgery.',
    onWire: true,
    fault: 'client',
    retry: 'after-change',
    nearest: 431,
    source:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-463-issues',
  },
  {
    status: 463,
    vendor: 'alibaba-alb',
    name: '(Loop)',
    meaning:
      'The request came through the same rule twice, or through too many: a backend sends it back to the load balancer.',
    onWire: true,
    fault: 'origin',
    retry: 'no',
    nearest: 508,
    source: 'https://www.alibabacloud.com/help/en/slb/application-load-balancer/support/alb-status-codes',
  },
  {
    status: 464,
    vendor: 'aws-alb',
    name: '(Incompatible Protocol)',
    meaning:
      'The protocol of the request does not go with that of the target group, such as HTTP/1.1 with HTTP/2 or gRPC.',
    onWire: true,
    fault: 'client',
    retry: 'after-change',
    nearest: 426,
    source:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-464-issues',
  },
  {
    status: 561,
    vendor: 'aws-alb',
    name: 'Unauthorized',
    meaning: 'A rule of the listener signs users in, and the identity provider answered with an error.',
    onWire: true,
    fault: 'identity-provider',
    retry: 'after-user-action',
    nearest: 401,
    source:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-561-issues',
  },
] as const;

/** The type of {@link LOAD_BALANCER_STATUSES}, and the proof of its shape. */
export type LoadBalancerStatuses = VendorRows<typeof LOAD_BALANCER_STATUSES>;
