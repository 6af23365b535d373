package io.ecslifeguard.notify;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/** Posts to destinations, through a REST client for each. What fails is told by name and host only. */
@ApplicationScoped
class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);

    private final Duration timeout;
    private final Map<String, Webhook> clients = new ConcurrentHashMap<>();

    Webhooks(NotifyConfig config) {
        timeout = config.timeout();
    }

    /** Posts; fails with {@link NotTold} where the destination has not said that it took the message. */
    Uni<Void> post(Destination destination, Post post) {
        return Uni.createFrom()
                .deferred(() -> client(destination)
                        .send(
                                post.id(),
                                post.signature().orElse(null),
                                post.timestamp().orElse(null),
                                post.sign().orElse(null),
                                post.body()))
                // An error's status is an answer like any other.
                .onFailure(WebApplicationException.class)
                .recoverWithItem(failure -> ((WebApplicationException) failure).getResponse())
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new NotTold(destination + " has not answered within " + timeout.toMillis() + " ms"))
                .invoke(response -> check(destination, response))
                // Of the client's own words none is passed on: they may hold the address.
                .onFailure(failure -> !(failure instanceof NotTold))
                .transform(failure -> new NotTold(destination + " " + why(failure)))
                .replaceWithVoid();
    }

    @PreDestroy
    void close() {
        clients.values().forEach(client -> {
            try {
                ((Closeable) client).close();
            } catch (IOException failure) {
                LOG.debugf("A client was not closed: %s", failure.getClass().getName());
            }
        });
    }

    private Webhook client(Destination destination) {
        return clients.computeIfAbsent(
                destination.name(),
                name -> QuarkusRestClientBuilder.newBuilder()
                        .baseUri(destination.url())
                        .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .followRedirects(false)
                        .build(Webhook.class));
    }

    private static void check(Destination destination, Response response) {
        if (response.getStatus() / 100 != 2) {
            throw new NotTold(destination + " answered HTTP " + response.getStatus());
        }
        if (destination.form() == NotifyConfig.Form.DINGTALK) {
            DingTalk.problem(response.readEntity(String.class)).ifPresent(problem -> {
                throw new NotTold(destination + " refused: " + destination.withoutSecrets(problem));
            });
        }
    }

    private static String why(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "cannot be found: no such host";
            }
            if (cause instanceof ConnectException) {
                return "cannot be connected to";
            }
            if (cause instanceof SSLException) {
                return "cannot be trusted: TLS failed";
            }
            if (cause instanceof TimeoutException) {
                return "has not answered in time";
            }
        }
        return "cannot be reached: " + failure.getClass().getSimpleName();
    }
}
