import { ExitCode } from '../errors/cli-error.ts';
import { ApiError, type Service } from './api-error.ts';
import { isAsking } from './attempts.ts';
import type { HttpRequest } from './client.ts';
import { type NetworkError, TOO_LARGE } from './network-error.ts';
import { whatOf } from './refusal.ts';

/** What it means that no answer came. */
export function unreachable(service: Service, request: HttpRequest, error: NetworkError): ApiError {
  const host = new URL(request.url).host;
  const tried = error.attempts > 1 ? ` (${error.attempts} attempts)` : '';
  const options = { maybeDone: error.mayHaveArrived && !isAsking(request), cause: error };
  const fault = (message: string, hint: string) => new ApiError({ message, hint }, ExitCode.failed, options);
  const { code, proxy } = error;
  if (proxy !== undefined && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    return fault(
      `The proxy ${proxy} ${code === 'ECONNREFUSED' ? 'refused the connection' : "can't be found"}${tried}.`,
      'Check HTTPS_PROXY and HTTP_PROXY; NO_PROXY lists the hosts that need none.',
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fault(
      `${service.name} at ${host} can't be found${tried}.`,
      `Check ${service.addressSetting} and your network.`,
    );
  }
  if (code === 'ECONNREFUSED')
    return fault(
      `${host} refused the connection${tried}.`,
      `Check ${service.addressSetting}, your firewall or your proxy.`,
    );
  if (code === 'ETIMEDOUT')
    return fault(
      `${service.name} at ${host} did not answer ${whatOf(request)} in time${tried}.`,
      'Try again, or give more time with --timeout.',
    );
  if (code === TOO_LARGE)
    return fault(
      `${service.name} at ${host} answered ${whatOf(request)} with more than any list of it holds.`,
      `Check ${service.addressSetting}, and whether a proxy is in between.`,
    );
  if (code === 'EPROTO' && /wrong version number/i.test(error.message)) {
    return fault(`${host} does not speak https.`, `Check ${service.addressSetting}.`);
  }
  if (/CERT|SSL|TLS|SIGNATURE|EPROTO/.test(code)) {
    return fault(
      `No safe connection to ${host}: ${error.message}.`,
      'If your company has its own certificate authority, name its file in NODE_EXTRA_CA_CERTS.',
    );
  }
  return fault(
    `The connection to ${host} broke while asking for ${whatOf(request)} (${code})${tried}.`,
    'Try again; if it stays so, check your network.',
  );
}
