package io.ecslifeguard.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Tells browsers what they must not do with an answer, whatever the answer is. */
class SecurityHeaders {

    private static final String USER_INTERFACE = "/q/swagger-ui";

    /** Its first page has a script and styles within, and the dev UI shows it in a frame. */
    private static final String POLICY_OF_USER_INTERFACE = "default-src 'self'; script-src 'self' 'unsafe-inline';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " frame-ancestors 'self'";

    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    void register(@Observes Router router) {
        router.route().order(RateLimit.ORDER - 1).handler(SecurityHeaders::add);
    }

    private static void add(RoutingContext context) {
        var headers = context.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        if (context.request().path().startsWith(USER_INTERFACE)) {
            headers.set("Content-Security-Policy", POLICY_OF_USER_INTERFACE);
            headers.set("X-Frame-Options", "SAMEORIGIN");
        } else if (!context.request().path().startsWith("/q/dev-ui")) {
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
