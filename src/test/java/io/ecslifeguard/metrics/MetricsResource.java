package io.ecslifeguard.metrics;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** Samples often, and a webhook whose path is a secret. */
public final class MetricsResource implements QuarkusTestResourceLifecycleManager {

    private HttpServer webhook;

    @Override
    public Map<String, String> start() {
        try {
            webhook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        webhook.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        webhook.start();
        return Map.of(
                "lifeguard.metrics.every", "1s",
                "lifeguard.notify.restarts", "true",
                "lifeguard.notify.webhooks.ops.url",
                        "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hooks/" + MetricsTest.SECRET);
    }

    @Override
    public void stop() {
        webhook.stop(0);
    }
}
