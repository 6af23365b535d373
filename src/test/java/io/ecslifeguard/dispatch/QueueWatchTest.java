package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.queue.DeleteResult;
import io.ecslifeguard.queue.ReceivedMessage;
import io.ecslifeguard.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    @Test
    void keepsWhenTheLastOfWhatIsNotDeletedComesBack() {
        // Given
        var now = clock.instant();

        // When
        watch.notDeleted("no answer in time", List.of(message(now.plusSeconds(29)), message(now.plusSeconds(30))));

        // Then
        assertThat(watch.state().undeleted())
                .contains(new QueueState.Undeleted("no answer in time", now.plusSeconds(30)));
        watch.deleted(new DeleteResult(List.of(message(now)), List.of(), List.of()));
        assertThat(watch.state().undeleted()).isEmpty();
    }

    @Test
    void anAnswerThatRefusesMessagesIsNoDeletion() {
        // Given
        var message = message(clock.instant().plusSeconds(30));
        var refused = new DeleteResult.Refused(message, "InternalError", "Try again");

        // When
        watch.deleted(new DeleteResult(List.of(), List.of(), List.of(refused)));

        // Then
        assertThat(watch.state().undeleted())
                .contains(new QueueState.Undeleted("InternalError Try again", message.nextVisibleAt()));
    }

    private static ReceivedMessage message(Instant nextVisibleAt) {
        return new ReceivedMessage("ecs-events", "m-1", "1-a", "{}", Instant.EPOCH, nextVisibleAt, 1);
    }
}
