import { ALLOWED_HOSTS, type AllowedHosts, howToAllow, isAllowedHost } from '../../config/allowed-hosts.ts';
import { CliError, ExitCode } from '../../errors/cli-error.ts';
import type { HttpClient } from '../../http/client.ts';

/**
 * Wraps a client so that it sends nothing to a host that is not allowed, whether a setting, an answer of the wizard or
 * the tenant itself names it. Such requests reject with a CliError, exit 2.
 *
 * @param allowedHosts undefined allows every host
 */
export function onlyToAllowedHosts(http: HttpClient, allowedHosts: AllowedHosts | undefined): HttpClient {
  if (!allowedHosts) return http;
  return {
    ...http,
    async send(request) {
      const isSignIn = request.form !== undefined;
      assertAllowedHost(new URL(request.url), allowedHosts, `${request.service} ${isSignIn ? 'signs in at' : 'is at'}`);
      return http.send(request);
    },
  };
}

/** @param what the words before the host: `HaloITSM signs in at`. @throws CliError, exit 2, if it is not allowed */
export function assertAllowedHost(url: URL, allowedHosts: AllowedHosts | undefined, what: string): void {
  if (!allowedHosts || isAllowedHost(url, allowedHosts)) return;
  throw new CliError({
    code: 'host-not-allowed',
    message: `${what} ${url.host}, which ${ALLOWED_HOSTS} does not allow: nothing was sent there.`,
    hint: howToAllow(url),
    exitCode: ExitCode.usage,
  });
}
