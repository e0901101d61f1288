// Servers behind careless gateways say their Content-Length twice. undici reads "17" and "17" as 1717, and would fail
// a body that is whole (RFC 9110, section 8.6, lets a reader take equal ones for one).
import { type Dispatcher, errors } from 'undici';

/** For `dispatcher.compose`: a body as long as each of two equal lengths is whole. */
export function forgiveDoubleLength(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) => {
    let expected: number | undefined;
    let received = 0;
    return dispatch(options, {
      onRequestStart: handler.onRequestStart?.bind(handler),
      onRequestUpgrade: handler.onRequestUpgrade?.bind(handler),
      onResponseStart(controller, status, headers, message) {
        expected = doubleLength(headers['content-length']);
        return handler.onResponseStart?.(controller, status, headers, message);
      },
      onResponseData(controller, chunk) {
        received += chunk.length;
        return handler.onResponseData?.(controller, chunk);
      },
      onResponseEnd: handler.onResponseEnd?.bind(handler),
      onResponseError(controller, error) {
        const isWhole = error instanceof errors.ResponseContentLengthMismatchError && received === expected;
        if (isWhole) return handler.onResponseEnd?.(controller, {});
        return handler.onResponseError?.(controller, error);
      },
    });
  };
}

function doubleLength(header: string | string[] | undefined): number | undefined {
  if (!Array.isArray(header) || new Set(header).size !== 1) return undefined;
  return Number(header[0]);
}
