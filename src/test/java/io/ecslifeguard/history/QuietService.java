package io.ecslifeguard.history;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The settings that the service needs to start; it polls a queue that is not there, and works on no reaction. */
public final class QuietService implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        System.setProperty("alibabacloud.accessKeyId", "test");
        System.setProperty("alibabacloud.accessKeySecret", "test");
        return Map.of(
                "lifeguard.queue.endpoint", "http://127.0.0.1:1",
                "lifeguard.queue.names", "none",
                "lifeguard.queue.concurrent-polls", "1",
                "lifeguard.dispatch.poll-interval", "1h",
                "lifeguard.cloud.region", "cn-hangzhou");
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
