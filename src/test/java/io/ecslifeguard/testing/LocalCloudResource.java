package io.ecslifeguard.testing;

import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;

/** Gives a {@code @QuarkusTest} a local cloud of its own, quick in everything, and the settings that lead to it. */
public final class LocalCloudResource implements QuarkusTestResourceLifecycleManager {

    private LocalCloud cloud;

    @Override
    public Map<String, String> start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(50)));
        var url = "http://127.0.0.1:" + cloud.port();
        // Read by the vendor's credential chain itself, which does not know of Quarkus' configuration.
        System.setProperty("alibabacloud.accessKeyId", "test");
        System.setProperty("alibabacloud.accessKeySecret", "test");
        return Map.ofEntries(
                Map.entry("test.local-cloud", url),
                Map.entry("lifeguard.queue.endpoint", url),
                Map.entry("lifeguard.queue.names", "ecs-events"),
                Map.entry("lifeguard.queue.wait-time", "1s"),
                Map.entry("lifeguard.queue.concurrent-polls", "2"),
                Map.entry("lifeguard.queue.refused-wait", "2s"),
                Map.entry("lifeguard.cloud.region", "cn-hangzhou"),
                Map.entry("lifeguard.cloud.account", "1234567890123456"),
                Map.entry("lifeguard.cloud.ecs-endpoint", url),
                Map.entry("lifeguard.cloud.slb-endpoint", url),
                Map.entry("lifeguard.cloud.back-off", "50ms"),
                Map.entry("lifeguard.cloud.pace.changes", "100000"),
                Map.entry("lifeguard.cloud.pace.reads", "100000"),
                Map.entry("lifeguard.dispatch.poll-interval", "50ms"),
                Map.entry("lifeguard.restart.debounce", "100ms"),
                Map.entry("lifeguard.restart.look-interval", "300ms"),
                Map.entry("lifeguard.restart.answer-patience", "1s"),
                Map.entry("lifeguard.restart.retry-wait", "1s"),
                Map.entry("lifeguard.restart.back-off", "200ms"),
                // tests stop much of a small fleet
                Map.entry("lifeguard.restart.brake.enabled", "false"),
                // those who want a replacement say so
                Map.entry("lifeguard.spot.replacement.enabled", "false"),
                // a load balancer that hangs for 5 s hangs for longer
                Map.entry("lifeguard.spot.group-timeout", "2s"),
                Map.entry("lifeguard.spot.drain-time", "300ms"));
    }

    @Override
    public void stop() {
        cloud.close();
    }
}
