package io.ecslifeguard.fleet;

import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A local cloud with a fleet of which no event is heard, and a database. */
public final class FleetResources implements QuarkusTestResourceLifecycleManager {

    private LocalCloud cloud;

    @Override
    public Map<String, String> start() {
        var database = TestDatabase.fresh();
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT
                .withPort(0)
                .withFleet("120")
                .withStateDelay(Duration.ofMillis(10))
                .withQueues(List.of("ecs-events=no event contains this")));
        var address = "http://127.0.0.1:" + cloud.port();
        var settings = new HashMap<String, String>();
        settings.put("lifeguard.database.url", database.url());
        settings.put("lifeguard.database.username", database.username());
        settings.put("lifeguard.database.password", database.password());
        settings.put("lifeguard.queue.endpoint", address);
        settings.put("lifeguard.queue.names", "ecs-events");
        settings.put("lifeguard.cloud.region", "cn-hangzhou");
        settings.put("lifeguard.cloud.ecs-endpoint", address);
        settings.put("lifeguard.cloud.slb-endpoint", address);
        settings.put("lifeguard.cloud.credentials-uri", address + "/localcloud/keys/sts");
        // The test itself says when.
        settings.put("lifeguard.fleet.enabled", "false");
        settings.put("lifeguard.fleet.every", "2ms");
        settings.put("lifeguard.fleet.groups-every", "2ms");
        settings.put("lifeguard.fleet.page-pause", "10ms");
        return settings;
    }

    @Override
    public void stop() {
        cloud.close();
    }
}
