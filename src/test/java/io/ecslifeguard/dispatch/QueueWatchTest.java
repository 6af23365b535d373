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
        var unused = watch.notDeleted(
                "Unavailable",
                "no answer in time",
                List.of(message(now.plusSeconds(29)), message(now.plusSeconds(30))));

        // Then
        assertThat(watch.state().undeleted())
                .contains(new QueueState.Undeleted("no answer in time", now.plusSeconds(30)));
        assertThat(watch.deleted(new DeleteResult(List.of(message(now)), List.of(), List.of())))
                .isFalse();
        assertThat(watch.state().undeleted()).isEmpty();
    }

    @Test
    void countsFromNowWhereTheQueuesClockIsBehind() {
        // Given
        var now = clock.instant();

        // When
        var unused = watch.notDeleted("Denied 403", "Denied", List.of(message(now.minusSeconds(600))));

        // Then
        assertThat(watch.state().undeleted()).contains(new QueueState.Undeleted("Denied", now));
    }

    @Test
    void anAnswerThatRefusesMessagesIsNoDeletion() {
        // Given
        var message = message(clock.instant().plusSeconds(30));
        var refused = new DeleteResult.Refused(message, "InternalError", "Try again");

        // When
        var isTold = watch.deleted(new DeleteResult(List.of(), List.of(), List.of(refused)));

        // Then
        assertThat(isTold).isTrue();
        assertThat(watch.state().undeleted())
                .contains(new QueueState.Undeleted("InternalError Try again", message.nextVisibleAt()));
    }

    @Test
    void tellsOnceAMinuteWhatIsNotDeletedWhateverThePollsTell() {
        // Given
        var page = List.of(message(clock.instant()));
        assertThat(watch.notDeleted("Denied 403", "request 1", page)).isTrue();

        // When
        var again = watch.notDeleted("Denied 403", "request 2", page);
        var poll = watch.failed("Denied 403", "request 3");
        clock.pass(Duration.ofSeconds(61));
        var later = watch.notDeleted("Denied 403", "request 4", page);

        // Then
        assertThat(again).isFalse();
        assertThat(poll).isTrue();
        assertThat(later).isTrue();
        assertThat(watch.state().undeleted().map(QueueState.Undeleted::reason)).contains("request 4");
    }

    private static ReceivedMessage message(Instant nextVisibleAt) {
        return new ReceivedMessage("ecs-events", "m-1", "1-a", "{}", Instant.EPOCH, nextVisibleAt, 1);
    }
}
