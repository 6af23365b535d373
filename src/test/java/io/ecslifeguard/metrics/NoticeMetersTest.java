package io.ecslifeguard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.spot.NoticeUse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticeMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NoticeMeters meters = new NoticeMeters(registry);

    @Test
    void aStepThatCameTooLateIsCountedAndLeavesNothing() {
        // When
        meters.count(new NoticeUse(120L, -30L, null, List.of(), null, List.of()));

        // Then
        assertThat(left("weight_zero")).isEqualTo(120);
        assertThat(late("weight_zero")).isZero();
        assertThat(left("removal")).isZero();
        assertThat(late("removal")).isOne();
        assertThat(registry.get("lifeguard.notice.left")
                        .tag("step", "removal")
                        .summary()
                        .count())
                .isOne();
    }

    @Test
    void aStepThatWasNotDoneIsNotCounted() {
        // When
        meters.count(new NoticeUse(120L, 90L, null, List.of(), null, List.of()));

        // Then
        assertThat(registry.get("lifeguard.notice.left")
                        .tag("step", "in_service")
                        .summary()
                        .count())
                .isZero();
        assertThat(late("in_service")).isZero();
    }

    private double left(String step) {
        return registry.get("lifeguard.notice.left").tag("step", step).summary().totalAmount();
    }

    private double late(String step) {
        return registry.get("lifeguard.notice.late").tag("step", step).counter().count();
    }
}
