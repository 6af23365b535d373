package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged application, started to show a JVM what it loads. */
class TrainingRunIT {

    @Test
    void needsNoSettingAndReachesNothingThatIsSet() {
        // Given
        try (var cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0))) {
            var url = "http://127.0.0.1:" + cloud.port();
            var environment = Map.of(
                    "LIFEGUARD_QUEUE_ENDPOINT", url,
                    "LIFEGUARD_QUEUE_NAMES", "ecs-events",
                    "LIFEGUARD_CLOUD_ECS_ENDPOINT", url,
                    "LIFEGUARD_CLOUD_SLB_ENDPOINT", url);
            try (var service = ServiceProcess.start(environment, "--training-run")) {
                // When
                var status = service.exit();

                // Then
                assertThat(service.output())
                        .contains("This is a training run")
                        .contains("paths through the SDKs work.")
                        .contains("ecs-lifeguard stopped in");
                assertThat(service.stackTraces()).isEmpty();
                assertThat(status).isZero();
                assertThat(new Console(url).get("calls?limit=10").getJsonArray("calls"))
                        .isEmpty();
            }
        }
    }
}
