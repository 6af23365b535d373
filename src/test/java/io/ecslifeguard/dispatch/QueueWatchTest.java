package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.SetClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueWatchTest {

    private final SetClock clock = new SetClock();
    private final QueueWatch watch = new QueueWatch("ecs-events", clock);

    @Test
    void tellsAFailureOnceAMinuteWhateverItsRequestId() {
        assertThat(watch.failed("Unavailable 500", "request 1")).isTrue();
        assertThat(watch.failed("Unavailable 500", "request 2")).isFalse();

        clock.pass(Duration.ofSeconds(61));

        assertThat(watch.failed("Unavailable 500", "request 3")).isTrue();
        assertThat(watch.state().problem()).contains("request 3");
    }

    @Test
    void tellsAFailureOfAnotherKindAtOnce() {
        assertThat(watch.failed("Unavailable 500", "request 1")).isTrue();
        assertThat(watch.failed("Denied 403", "request 2")).isTrue();
    }

    @Test
    void tellsAnEndForEachFailureThatWasTold() {
        assertThat(watch.succeeded()).isFalse();
        assertThat(watch.failed("Unavailable 500", "request 1")).isTrue();
        assertThat(watch.succeeded()).isTrue();
        assertThat(watch.failed("Unavailable 500", "request 2")).isFalse();
        assertThat(watch.succeeded()).isFalse();
        assertThat(watch.state().problem()).isEmpty();
    }
}
