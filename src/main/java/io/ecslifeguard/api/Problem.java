package io.ecslifeguard.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;

/**
 * Why a request was not answered.
 *
 * @param type always {@code about:blank}: the status says which kind it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what is wrong and what to do
 * @param parameter the parameter that is wrong, where it is one
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@Answer
@RegisterForReflection
record Problem(String type, String title, int status, String detail, String parameter) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String detail) {
        return of(status, detail, null);
    }

    static Problem of(int status, String detail, String parameter) {
        var known = Response.Status.fromStatusCode(status);
        return new Problem("about:blank", known == null ? "Error" : known.getReasonPhrase(), status, detail, parameter);
    }
}
