import type * as z from 'zod';
import { connectionFailure, notTheApi, statusFailure, unexpectedShape } from './api-failures.ts';
import type { HttpClient } from './client.ts';
import { NetworkError } from './network-error.ts';
import { type FinalResponse, type HttpRequest, isReadOnly } from './request.ts';
import type { Service } from './service.ts';

/** Sends a request and returns its parsed response. @throws ApiError with a sentence about what happened instead */
export async function call<T>(
  http: HttpClient,
  service: Service,
  unnamed: Omit<HttpRequest, 'service'>,
  schema: z.ZodType<T>,
): Promise<T> {
  const request = { ...unnamed, service: service.name };
  const response = await send(http, request).catch((error: unknown) => {
    throw error instanceof NetworkError ? connectionFailure(service, request, error) : error;
  });
  if (response.status >= 300) throw statusFailure(service, request, response);
  // The response to a deletion is empty, or is what was deleted.
  const isEmptySuccess = response.isEmpty && (response.status === 204 || request.method === 'DELETE');
  if (!response.isJson && !isEmptySuccess) throw notTheApi(service, request, response);
  const parsed = schema.safeParse(response.body);
  if (!parsed.success) throw unexpectedShape(service, request, response, parsed.error);
  return parsed.data;
}

/** Only reads appear as an activity, since the plan announces writes. */
function send({ activities, send: sendRequest }: HttpClient, request: HttpRequest): Promise<FinalResponse> {
  if (!isReadOnly(request)) return sendRequest(request);
  const { service, form } = request;
  return activities.during({ service, isSignIn: form !== undefined }, () => sendRequest(request));
}
