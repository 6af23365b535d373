package io.ecslifeguard.spot;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.EditHeap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private final Agenda agenda = new Agenda(ofSeconds(2), ofSeconds(30), ofSeconds(90));

    @Test
    void setsWeightsBeforeItRemovesAndRemovesBeforeItAdds() {
        // Given
        var weigh = heap("rsp-1", Kind.WEIGH, 1, 0, 200);
        var remove = heap("rsp-1", Kind.REMOVE, 20, 3, 200);
        var add = heap("rsp-1", Kind.ADD, 20, 5, 200);

        // When
        var first = agenda.next(List.of(add, remove, weigh));
        var second = agenda.next(List.of(add, remove));

        // Then
        assertThat(first).isEqualTo(weigh);
        assertThat(second).isEqualTo(remove);
    }

    @Test
    void takesTheLargestHeapOfAKind() {
        // Given
        var small = heap("rsp-1", Kind.REMOVE, 2, 5, 200);
        var large = heap("rsp-2", Kind.REMOVE, 15, 3, 200);

        // When
        var next = agenda.next(List.of(small, large));

        // Then
        assertThat(next).isEqualTo(large);
    }

    @Test
    void letsNothingWaitTooLong() {
        // Given
        var fresh = heap("rsp-1", Kind.WEIGH, 20, 0, 200);
        var old = heap("rsp-2", Kind.ADD, 1, 31, 200);

        // When
        var next = agenda.next(List.of(fresh, old));

        // Then
        assertThat(next).isEqualTo(old);
    }

    @Test
    void takesTheLargestOnlyAsLongAsNoOtherHasWaitedTooLong() {
        // Given
        var old = heap("rsp-1", Kind.REMOVE, 2, 21, 200);
        var large = heap("rsp-2", Kind.REMOVE, 20, 3, 200);

        // When
        var next = agenda.next(List.of(old, large));

        // Then
        assertThat(next).isEqualTo(old);
    }

    @Test
    void whatIsShortOfTimeGoesFirst() {
        // Given
        var fresh = heap("rsp-1", Kind.REMOVE, 20, 3, 200);
        var late = heap("rsp-2", Kind.REMOVE, 1, 0, 85);

        // When
        var next = agenda.next(List.of(fresh, late));

        // Then
        assertThat(next).isEqualTo(late);
    }

    @Test
    void waitsForMoreUnlessItIsFullOrShortOfTimeOrAWeight() {
        assertThat(agenda.untilReady(heap("rsp-1", Kind.REMOVE, 19, 1, 200))).isEqualTo(ofSeconds(1));
        assertThat(agenda.untilReady(heap("rsp-1", Kind.REMOVE, 19, 2, 200))).isZero();
        assertThat(agenda.untilReady(heap("rsp-1", Kind.REMOVE, 20, 0, 200))).isZero();
        assertThat(agenda.untilReady(heap("rsp-1", Kind.REMOVE, 1, 0, 90))).isZero();
        assertThat(agenda.untilReady(heap("rsp-1", Kind.WEIGH, 1, 0, 200))).isZero();
    }

    @Test
    void waitsLongerForThoseThatAreExpected() {
        assertThat(agenda.untilReady(heap("rsp-1", Kind.SWAP, 19, 3, 200, 1))).isEqualTo(ofSeconds(27));
        assertThat(agenda.untilReady(heap("rsp-1", Kind.SWAP, 19, 30, 200, 1))).isZero();
        assertThat(agenda.untilReady(heap("rsp-1", Kind.SWAP, 20, 0, 200, 1))).isZero();
        assertThat(agenda.untilReady(heap("rsp-1", Kind.SWAP, 19, 2, 200, 0))).isZero();
        assertThat(agenda.untilReady(heap("rsp-1", Kind.SWAP, 1, 0, 90, 1))).isZero();
    }

    @Test
    void leavesAGroupAloneThatIsNotSettled() {
        // Given
        var settled = heap("rsp-1", Kind.REMOVE, 20, 3, 80);
        var unsettled = new EditHeap(
                settled.serverGroup(),
                settled.step(),
                settled.cohort(),
                false,
                settled.backends(),
                settled.waited(),
                settled.left(),
                0,
                ofSeconds(9));

        // When
        var wait = agenda.untilReady(unsettled);

        // Then
        assertThat(wait).isEqualTo(ofSeconds(9));
    }

    private static EditHeap heap(String group, Kind step, int backends, int waited, int left) {
        return heap(group, step, backends, waited, left, 0);
    }

    private static EditHeap heap(String group, Kind step, int backends, int waited, int left, int expected) {
        return new EditHeap(
                Optional.of(group),
                step,
                Optional.empty(),
                false,
                backends,
                Duration.ofSeconds(waited),
                Optional.of(Duration.ofSeconds(left)),
                expected,
                Duration.ZERO);
    }
}
