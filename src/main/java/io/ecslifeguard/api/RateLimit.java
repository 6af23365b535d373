package io.ecslifeguard.api;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/** Keeps one client from taking the service, and its database, from the others; before anything else is done for it. */
@ApplicationScoped
class RateLimit {

    static final int ORDER = -1000;

    private final Buckets requests;

    RateLimit(ApiConfig config, Clock clock) {
        requests = new Buckets(config.burst(), config.requestsPerSecond(), clock);
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit);
    }

    private void admit(RoutingContext context) {
        var wait = requests.take(Sender.of(context.request()));
        if (wait.isPresent()) {
            context.fail(Refusal.tooMany("This address asks more often than others can stand", wait.get()));
        } else {
            context.next();
        }
    }
}
