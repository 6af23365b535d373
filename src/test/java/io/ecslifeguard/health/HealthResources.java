package io.ecslifeguard.health;

import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A local cloud, and a database server of its own that the test may kill. */
public final class HealthResources implements QuarkusTestResourceLifecycleManager {

    private EmbeddedPostgres postgres;
    private LocalCloud cloud;

    @Override
    public Map<String, String> start() {
        postgres = EmbeddedPostgres.temporary();
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0));
        var address = "http://127.0.0.1:" + cloud.port();
        var settings = new HashMap<String, String>();
        settings.put("lifeguard.database.url", postgres.reactiveUrl("postgres"));
        settings.put("lifeguard.database.username", EmbeddedPostgres.USER);
        settings.put("lifeguard.database.password", EmbeddedPostgres.USER);
        settings.put("lifeguard.queue.endpoint", address);
        settings.put("lifeguard.queue.names", "ecs-events");
        settings.put("lifeguard.queue.wait-time", "1s");
        settings.put("lifeguard.queue.refused-wait", "1s");
        settings.put("lifeguard.health.queue-grace", "2s");
        settings.put("lifeguard.cloud.region", "cn-hangzhou");
        settings.put("lifeguard.cloud.ecs-endpoint", address);
        settings.put("lifeguard.cloud.slb-endpoint", address);
        settings.put("lifeguard.cloud.credentials-uri", address + "/localcloud/keys/sts");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        // Types of the JDK: the test's own classes are another class loader's.
        Map<String, Runnable> database = Map.of("kill", postgres::kill, "restart", postgres::restart);
        injector.injectIntoFields(database, new TestInjector.MatchesType(Map.class));
    }

    @Override
    public void stop() {
        cloud.close();
        postgres.close();
    }
}
