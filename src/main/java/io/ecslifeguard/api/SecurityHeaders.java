package io.ecslifeguard.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Tells browsers what they must not do with an answer, whatever the answer is. */
class SecurityHeaders {

    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    void register(@Observes Router router) {
        router.route().order(RateLimit.ORDER - 1).handler(SecurityHeaders::add);
    }

    private static void add(RoutingContext context) {
        var headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (!context.request().path().startsWith("/q/dev-ui")) {
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Frame-Options", "DENY");
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if ("https".equals(context.request().scheme())) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }
}
