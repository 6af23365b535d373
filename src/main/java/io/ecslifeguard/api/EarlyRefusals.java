package io.ecslifeguard.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Answers requests that are refused before a resource is asked, which the HTTP server would do without a word. */
class EarlyRefusals {

    private static final String NOT_HTTP = "The request is not valid HTTP";

    /** Which bodies of no declared length are held to by the HTTP server. */
    private final long largestBody;

    EarlyRefusals(VertxHttpConfig http) {
        largestBody = http.limits().maxBodySize().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    }

    void register(@Observes Router router) {
        var unused = refuseBrokenTargets(router);
        router.route()
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1)
                .handler(this::refuseLargeBody)
                .failureHandler(EarlyRefusals::answerFailure);
    }

    void register(@Observes ManagementInterface management) {
        var unused = refuseBrokenTargets(management.router()).failureHandler(EarlyRefusals::answerFailure);
    }

    private static Route refuseBrokenTargets(Router router) {
        // where a route before this one has a path that is compared with what is asked for
        router.errorHandler(400, EarlyRefusals::answerUnreadable);
        return router.route()
                .order(RateLimit.ORDER + 1)
                .handler(context -> brokenTarget(context).ifPresentOrElse(context::fail, context::next));
    }

    private static void answerUnreadable(RoutingContext context) {
        if (!context.response().headWritten()) {
            answer(context, brokenTarget(context).orElseGet(() -> Refusal.of(NOT_HTTP)));
        }
    }

    private static Optional<Refusal> brokenTarget(RoutingContext context) {
        return new RequestTarget(context.request().uri()).refusal();
    }

    private void refuseLargeBody(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 18 || declared(length) > largestBody)) {
            // the rest of the body is not read
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            answer(context, 413, "The body is larger than " + largestBody + " bytes");
        } else {
            context.next();
        }
    }

    /** The HTTP server has refused already what is not a number. */
    private static long declared(String length) {
        return length.chars().allMatch(Character::isDigit) && !length.isEmpty() ? Long.parseLong(length) : 0;
    }

    private static void answerFailure(RoutingContext context) {
        if (context.failure() instanceof Refusal refusal && !context.response().headWritten()) {
            answer(context, refusal);
            return;
        }
        var status = context.statusCode();
        if (status < 400 || status >= 500 || context.response().headWritten()) {
            context.next();
            return;
        }
        var failure = context.failure();
        answer(context, status, failure == null ? NOT_HTTP : failure.getMessage());
    }

    private static void answer(RoutingContext context, Refusal refusal) {
        refusal.headers().forEach(context.response()::putHeader);
        if (hasBody(context.request())) {
            // it is not read
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer(context, refusal.problem());
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || length != null && !length.equals("0");
    }

    private static void answer(RoutingContext context, int status, String detail) {
        answer(context, Problem.of(status, detail));
    }

    private static void answer(RoutingContext context, Problem problem) {
        var unused = context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Json.encode(problem));
    }
}
