package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.access.AccessKeys;
import io.ecslifeguard.localcloud.access.KeysControl;
import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.EventSink;
import io.ecslifeguard.localcloud.core.Product;
import io.ecslifeguard.localcloud.core.Time;
import io.ecslifeguard.localcloud.ecs.FleetOptions;
import io.ecslifeguard.localcloud.ecs.LocalFleet;
import io.ecslifeguard.localcloud.http.Calls;
import io.ecslifeguard.localcloud.http.Controls;
import io.ecslifeguard.localcloud.http.Faults;
import io.ecslifeguard.localcloud.http.Front;
import io.ecslifeguard.localcloud.http.Policy;
import io.ecslifeguard.localcloud.openapi.OpenApi;
import io.ecslifeguard.localcloud.smq.Queues;
import io.ecslifeguard.localcloud.smq.QueuesControl;
import io.ecslifeguard.localcloud.smq.Smq;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * SMQ, ECS and SLB on a port of this machine. Everything is in memory and on one thread; several can run side by side.
 */
public final class LocalCloud implements AutoCloseable {

    /** What serves OpenAPI calls. */
    record Parts(List<Product> products, List<Control> controls, Consumer<String> seed) {}

    /** Makes the parts, on the local cloud's thread. */
    interface PartsFactory {
        Parts create(Time time, EventSink sink, LocalCloudOptions options);
    }

    private final Vertx vertx;
    private final HttpServer server;

    private LocalCloud(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /** Starts one, and returns once it listens. Fails with IllegalStateException where the port is not free. */
    public static LocalCloud start(LocalCloudOptions options) {
        return start(options, LocalCloud::fleet);
    }

    static LocalCloud start(LocalCloudOptions options, PartsFactory factory) {
        var vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        var listening = new CompletableFuture<HttpServer>();
        vertx.getOrCreateContext().runOnContext(ignored -> {
            try {
                listen(vertx, options, factory).onComplete(done -> {
                    if (done.succeeded()) {
                        listening.complete(done.result());
                    } else {
                        listening.completeExceptionally(done.cause());
                    }
                });
            } catch (RuntimeException | LinkageError e) {
                listening.completeExceptionally(e);
            }
        });
        try {
            return new LocalCloud(
                    vertx, listening.orTimeout(30, TimeUnit.SECONDS).join());
        } catch (CompletionException e) {
            vertx.close();
            throw new IllegalStateException(
                    "The local cloud cannot start on " + options.host() + ":" + options.port() + " ("
                            + e.getCause().getMessage()
                            + "); is one running already? Another port, or 0 for any free one, "
                            + "helps.",
                    e.getCause());
        }
    }

    private static io.vertx.core.Future<HttpServer> listen(
            Vertx vertx, LocalCloudOptions options, PartsFactory factory) {
        var time = new ScaledTime(vertx, options.timeFactor());
        var keys = new AccessKeys();
        options.keys().forEach(keys::put);
        var arn = "acs:mns:" + options.region() + ":" + options.account() + ":";
        var queues =
                new Queues(time, (delay, task) -> wallTimer(vertx, delay, task), options.limits(), arn, options.seed());
        var parts = factory.create(time, new EventQueues(queues, options.queues()), options);
        var faults = new Faults(time, options.seed());
        var policy = new Policy();
        var calls = new Calls(options.calls());
        var controls = new ArrayList<Control>(parts.controls());
        controls.addAll(List.of(
                faults, policy, calls, new QueuesControl(queues), new TimeControl(time), new KeysControl(keys)));
        parts.seed().accept(options.fleet());
        var front = new Front(
                vertx,
                time,
                new Smq(queues, keys),
                new OpenApi(parts.products(), keys),
                new Controls(controls),
                faults,
                policy,
                calls);
        var http = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(64 * 1024)
                .setMaxHeaderSize(64 * 1024)
                .setAcceptBacklog(4096)
                .setTcpNoDelay(true);
        return vertx.createHttpServer(http).requestHandler(front::handle).listen();
    }

    private static Runnable wallTimer(Vertx vertx, Duration delay, Runnable task) {
        var id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
        return () -> vertx.cancelTimer(id);
    }

    private static Parts fleet(Time time, EventSink sink, LocalCloudOptions options) {
        var fleet = new LocalFleet(
                time,
                sink,
                options.account(),
                options.region(),
                FleetOptions.defaults().withStateDelay(options.stateDelay()));
        return new Parts(fleet.products(), fleet.controls(), fleet::seed);
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Stops it, and returns once its port is free. */
    @Override
    public void close() {
        var closed = new CompletableFuture<Void>();
        vertx.close().onComplete(ignored -> closed.complete(null));
        closed.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
