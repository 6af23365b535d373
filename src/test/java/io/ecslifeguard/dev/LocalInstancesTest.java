package io.ecslifeguard.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the story does to the local cloud that it is told about. */
class LocalInstancesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private LocalCloud cloud;
    private Console console;
    private LocalInstances instances;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withFleet("demo"));
        var url = "http://127.0.0.1:" + cloud.port();
        console = new Console(url);
        instances = new LocalInstances(url);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void createsStopsAndInterrupts() {
        // When
        done(instances.create("newcomer"));
        done(instances.stop("web-1"));
        done(instances.interrupt("web-4"));

        // Then
        assertThat(console.list("instances"))
                .extracting(instance -> instance.getString("name"))
                .contains("newcomer");
        assertThat(named("web-1").getString("state")).isIn("Stopping", "Stopped");
        assertThat(console.get("instances/" + named("web-4").getString("id")).encode())
                .containsIgnoringCase("interrupt");
    }

    @Test
    void saysWhyTheLocalCloudRefuses() {
        assertThatThrownBy(() -> done(instances.stop("nobody"))).hasMessageContaining("/nobody/stop: 404");
    }

    private JsonObject named(String name) {
        return console.list("instances").stream()
                .filter(instance -> name.equals(instance.getString("name")))
                .findFirst()
                .orElseThrow();
    }

    private static void done(Uni<Void> call) {
        var unused = call.await().atMost(LONG);
    }
}
