package io.ecslifeguard.notify;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Settings with two destinations on a port of this machine, where the test listens. */
public final class NotifyResource implements QuarkusTestResourceLifecycleManager {

    static final String PORT = "test.webhooks.port";
    static final String OPS_TOKEN = "opsToken%2Bwith%2Fsigns%3D";
    static final String OPS_SECRET = "theSecretOfOps";
    static final String DING_TOKEN = "dingToken0123456789";
    static final String DING_SECRET = "SECtheSecretOfTheRobot";

    @Override
    public Map<String, String> start() {
        System.setProperty("alibabacloud.accessKeyId", "test");
        System.setProperty("alibabacloud.accessKeySecret", "test");
        var port = freePort();
        var base = "http://127.0.0.1:" + port;
        return Map.ofEntries(
                Map.entry(PORT, Integer.toString(port)),
                Map.entry("lifeguard.queue.endpoint", "http://127.0.0.1:1"),
                Map.entry("lifeguard.queue.names", "none"),
                Map.entry("lifeguard.queue.concurrent-polls", "1"),
                Map.entry("lifeguard.cloud.region", "cn-hangzhou"),
                Map.entry("lifeguard.fleet.enabled", "false"),
                Map.entry("lifeguard.dispatch.poll-interval", "50ms"),
                Map.entry("lifeguard.notify.first-wait", "100ms"),
                Map.entry("lifeguard.notify.longest-wait", "500ms"),
                Map.entry("lifeguard.notify.instance-interval", "200ms"),
                Map.entry("lifeguard.notify.api-url", "https://lifeguard.example/"),
                Map.entry("lifeguard.notify.webhooks.ops.url", base + "/ops?access_token=" + OPS_TOKEN + "&a=b"),
                Map.entry("lifeguard.notify.webhooks.ops.secret", OPS_SECRET),
                Map.entry("lifeguard.notify.webhooks.ops.per-minute", "60"),
                Map.entry("lifeguard.notify.webhooks.ding.url", base + "/ding/send?access_token=" + DING_TOKEN),
                Map.entry("lifeguard.notify.webhooks.ding.kind", "dingtalk"),
                Map.entry("lifeguard.notify.webhooks.ding.secret", DING_SECRET),
                Map.entry("lifeguard.notify.webhooks.ding.per-minute", "600"),
                Map.entry("lifeguard.notify.webhooks.ding.kinds", "given-up,brake_on,ACCESS_DENIED"));
    }

    @Override
    public void stop() {
        // The test closes what it listens with.
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
