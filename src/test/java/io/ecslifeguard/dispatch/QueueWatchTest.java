package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class QueueWatchTest {

    private final MovingClock clock = new MovingClock();
    private final QueueWatch watch = new QueueWatch("ecs-events", clock);

    @Test
    void tellsAFailureOnceAMinuteWhateverItsRequestId() {
        assertThat(watch.failed("Unavailable 500", "request 1")).isTrue();
        assertThat(watch.failed("Unavailable 500", "request 2")).isFalse();

        clock.now = clock.now.plus(Duration.ofSeconds(61));

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

    private static final class MovingClock extends Clock {

        private Instant now = Instant.parse("2026-11-23T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
