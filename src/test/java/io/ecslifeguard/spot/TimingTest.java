package io.ecslifeguard.spot;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.EditState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimingTest {

    private static final Instant NOTICE = Instant.parse("2026-05-04T10:00:00Z");
    private static final Instant LATEST = NOTICE.plusSeconds(210);

    private final Timing timing =
            new Timing(NOTICE, NOTICE.plusSeconds(300), ofSeconds(60), ofSeconds(90), ofSeconds(600));
    private final Membership silenced = member().silenced(NOTICE);

    @Test
    void waitsForAReplacementAsLongAsTheNoticeAllows() {
        // Given
        var expected = List.of(Replacement.UNDECIDED, Replacement.UNDECIDED.wanted(), bought());

        // Then
        assertThat(expected).allSatisfy(replacement -> {
            assertThat(timing.next(silenced, replacement, NOTICE.plusSeconds(61)))
                    .isEqualTo(Step.WAIT);
            assertThat(timing.next(silenced, replacement, LATEST)).isEqualTo(Step.REMOVE);
        });
    }

    @Test
    void swapsOrRemovesWhenTheDrainTimeIsOver() {
        // Given
        var running = bought().running(NOTICE, Optional.empty(), Optional.empty());
        var none = Replacement.UNDECIDED.none("It is not to be replaced");

        // Then
        assertThat(timing.next(silenced, running, NOTICE.plusSeconds(59))).isEqualTo(Step.WAIT);
        assertThat(timing.next(silenced, running, NOTICE.plusSeconds(60))).isEqualTo(Step.SWAP);
        assertThat(timing.next(silenced, none, NOTICE.plusSeconds(60))).isEqualTo(Step.REMOVE);
    }

    @Test
    void drainsFromWhenTheWeightWasSetAndNotFromWhenThatWasSeen() {
        // Given
        var edits = new GroupEdits(null, Clock.fixed(NOTICE.plusSeconds(50), ZoneOffset.UTC));
        var found = Evacuation.begun(NOTICE).found(List.of(member()), List.of());
        var set = new EditState(
                "SILENCE rsp-1 0",
                EditState.Status.DONE,
                Optional.of(NOTICE.plusSeconds(10)),
                Optional.empty(),
                0,
                false);

        // When
        var folded = edits.folded(found, Map.of(set.key(), set));

        // Then
        assertThat(folded.memberships())
                .singleElement()
                .satisfies(one -> assertThat(timing.drained(one)).isEqualTo(NOTICE.plusSeconds(70)));
    }

    private static Replacement bought() {
        return Replacement.UNDECIDED.wanted().bought(new InstanceId("i-2"));
    }

    private static Membership member() {
        var entry = new Backend("i-1", Optional.of(80), 100, "ecs", Optional.empty(), Optional.empty());
        return Membership.found(Optional.of(new ServerGroupId("rsp-1")), Optional.empty(), List.of(entry), NOTICE);
    }
}
