package io.ecslifeguard.selfcheck;

import io.ecslifeguard.cloud.BareGateways;
import io.ecslifeguard.cloud.CloudConfig;
import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.queue.BareQueues;
import io.ecslifeguard.queue.QueueConfig;
import io.ecslifeguard.selfcheck.CannedCloud.Reply;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes each kind of call once, as the service does, to a stand-in that answers what the vendor would, and looks at what came
 * of it. Reads no settings, and reaches nothing but the loopback interface.
 */
public final class SelfCheck {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Map<String, Reply> replies;

    public SelfCheck() {
        this(Replies.ALL);
    }

    SelfCheck(Map<String, Reply> replies) {
        this.replies = replies;
    }

    /** What was found of each path, one after the other. */
    public Uni<List<Finding>> run() {
        return Uni.createFrom().deferred(() -> {
            var cloud = canned();
            var config = config(cloud.url());
            var queues = new BareQueues(config.queue(), cloud.url() + "/credentials");
            var gateways = new BareGateways(config.cloud());
            var checks = Stream.of(
                            new DecodeChecks(new Decoder()).all(),
                            new QueueChecks(queues).all(),
                            new EcsChecks(cloud, gateways.ecs()).all(),
                            new SlbChecks(cloud, gateways).all())
                    .flatMap(List::stream)
                    .toList();
            return Multi.createFrom()
                    .iterable(checks)
                    .onItem()
                    .transformToUniAndConcatenate(check -> check.found(LONGEST))
                    .collect()
                    .asList()
                    .eventually(() -> close(queues, gateways, cloud));
        });
    }

    private record Config(QueueConfig queue, CloudConfig cloud) {}

    private CannedCloud canned() {
        try {
            return new CannedCloud(replies);
        } catch (IOException e) {
            throw new UncheckedIOException("No port of the loopback interface can be had for the self-check", e);
        }
    }

    /** The defaults of everything else, whatever the environment says. */
    private static Config config(String url) {
        var settings = Map.ofEntries(
                Map.entry("lifeguard.queue.endpoint", url),
                Map.entry("lifeguard.queue.names", String.join(",", QueueChecks.NAMES)),
                Map.entry("lifeguard.queue.wait-time", "0s"),
                Map.entry("lifeguard.cloud.region", "cn-hangzhou"),
                Map.entry("lifeguard.cloud.ecs-endpoint", url),
                Map.entry("lifeguard.cloud.slb-endpoint", url),
                Map.entry("lifeguard.cloud.credentials-uri", url + "/credentials"),
                Map.entry("lifeguard.cloud.attempts", "1"),
                Map.entry("lifeguard.cloud.threads", "1"),
                Map.entry("lifeguard.cloud.pace.enabled", "false"));
        var built = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(QueueConfig.class)
                .withMapping(CloudConfig.class)
                .withSources(new PropertiesConfigSource(settings, "self-check", 100))
                .build();
        return new Config(built.getConfigMapping(QueueConfig.class), built.getConfigMapping(CloudConfig.class));
    }

    private static void close(BareQueues queues, BareGateways gateways, CannedCloud cloud) {
        queues.close();
        gateways.close();
        try {
            cloud.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
