package io.ecslifeguard.localcloud.http;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param code the error code that the body carries, null where it is no error
 * @param headers all but the content length
 * @param body perhaps empty
 */
public record Reply(int status, String code, Map<String, String> headers, Buffer body) {

    /** An answer with a text body. */
    public static Reply of(int status, String code, Map<String, String> headers, String body) {
        return new Reply(status, code, headers, body == null ? Buffer.buffer() : Buffer.buffer(body));
    }
}
