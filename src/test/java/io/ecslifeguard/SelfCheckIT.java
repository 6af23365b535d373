package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged application, asked whether it works. */
class SelfCheckIT {

    @Test
    void worksWithoutAnySetting() {
        // Given
        try (var service = ServiceProcess.start(Map.of(), "--self-check")) {
            // When
            var status = service.exit();

            // Then
            assertThat(service.lines())
                    .filteredOn(line -> line.startsWith("ok "))
                    .hasSizeGreaterThan(10);
            assertThat(service.output())
                    .contains("SMQ: an empty queue")
                    .contains("ECS: a request with nested fields")
                    .contains("SLB: an error with its code")
                    .contains("paths through the SDKs work.")
                    .doesNotContain("\tat ");
            assertThat(status).isZero();
        }
    }

    @Test
    void doesNotLookAtSettingsThatMakeNoSense() {
        // Given
        var environment = Map.of("LIFEGUARD_QUEUE_WAIT_TIME", "soon", "LIFEGUARD_CLOUD_DRY_RUN", "true");
        try (var service = ServiceProcess.start(environment, "--self-check")) {
            // Then
            assertThat(service.exit()).isZero();
        }
    }
}
