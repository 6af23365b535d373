package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP request with its body. */
public final class Request {

    private final HttpServerRequest http;
    private final Buffer body;
    private boolean closed;
    private Runnable onClose;

    Request(HttpServerRequest http, Buffer body) {
        this.http = http;
        this.body = body;
        http.response().closeHandler(ignored -> {
            closed = true;
            if (onClose != null) {
                onClose.run();
            }
        });
    }

    /** In upper case. */
    public String method() {
        return http.method().name();
    }

    /** As sent, not decoded. */
    public String path() {
        return http.path();
    }

    /** As sent, not decoded; null where there is none. */
    public String query() {
        return http.query();
    }

    /** Path and query as sent. */
    public String uri() {
        return http.uri();
    }

    /** All headers. */
    public MultiMap headers() {
        return http.headers();
    }

    /** One header, or null. */
    public String header(String name) {
        return http.getHeader(name);
    }

    /** The host that the client calls this server by, with the port. */
    public String host() {
        var host = header("Host");
        return host == null ? "127.0.0.1" : host;
    }

    /** The body, perhaps empty. */
    public Buffer body() {
        return body;
    }

    /** Whether the client has gone. */
    public boolean closed() {
        return closed;
    }

    /** What to do when the client goes before it is answered. */
    public void onClose(Runnable task) {
        onClose = task;
    }

    HttpServerRequest http() {
        return http;
    }

    /**
     * The parameters of a query or a form, decoded; of a repeated name the last.
     *
     * @param plusIsSpace as in forms and in OpenAPI's queries; SMQ's receipt handles want it left alone
     */
    public static Map<String, String> parameters(String text, boolean plusIsSpace) {
        var parameters = new LinkedHashMap<String, String>();
        if (text == null || text.isEmpty()) {
            return parameters;
        }
        for (var pair : text.split("&")) {
            if (!pair.isEmpty()) {
                var at = pair.indexOf('=');
                var name = at < 0 ? pair : pair.substring(0, at);
                var value = at < 0 ? "" : pair.substring(at + 1);
                parameters.put(decode(name, plusIsSpace), decode(value, plusIsSpace));
            }
        }
        return parameters;
    }

    /** Decodes percent signs; fails with InvalidQueryString where they are not followed by two hex digits. */
    public static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        var raw = text.getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                var high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                var low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new ApiError(400, "InvalidQueryString", "The query string contains a broken percent sign.");
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
