package io.ecslifeguard.api;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Answers requests that are refused before a resource is asked, which the HTTP server would do without a word. */
class EarlyRefusals {

    /** As quarkus.http.limits.max-body-size, which bodies of no declared length are held to. */
    private static final long LARGEST_BODY = 64 * 1024;

    void register(@Observes Router router) {
        router.route()
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1)
                .handler(EarlyRefusals::refuseLargeBody)
                .failureHandler(EarlyRefusals::answerFailure);
    }

    private static void refuseLargeBody(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || declared(length) > LARGEST_BODY)) {
            // the rest of the body is not read
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            answer(context, 413, "The body is larger than " + LARGEST_BODY + " bytes");
        } else {
            context.next();
        }
    }

    /** The HTTP server has refused already what is not a number. */
    private static long declared(String length) {
        return length.chars().allMatch(Character::isDigit) && !length.isEmpty() ? Long.parseLong(length) : 0;
    }

    private static void answerFailure(RoutingContext context) {
        var status = context.statusCode();
        if (status < 400 || status >= 500 || context.response().headWritten()) {
            context.next();
            return;
        }
        var failure = context.failure();
        answer(context, status, failure == null ? "The request is not valid HTTP" : failure.getMessage());
    }

    private static void answer(RoutingContext context, int status, String detail) {
        var problem = Problem.of(status, detail);
        var unused = context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Json.encode(problem));
    }
}
