package io.ecslifeguard.spot;

import io.ecslifeguard.event.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the instance that takes the interrupted one's place has come.
 *
 * @param stage where it stands
 * @param generation 1 for the first; one that dies before it is in service is followed by the next
 * @param instance what was bought
 * @param networkInterface its primary network interface, once it runs
 * @param address its private address, once it runs
 * @param runningAt since when it is known to run
 * @param lost what was bought before and died
 * @param why there is none, or it could not be had
 */
record Replacement(
        Stage stage,
        int generation,
        Optional<InstanceId> instance,
        Optional<String> networkInterface,
        Optional<String> address,
        Optional<Instant> runningAt,
        List<InstanceId> lost,
        Optional<String> why) {

    /** Nothing is decided yet. */
    static final Replacement UNDECIDED = new Replacement(
            Stage.UNDECIDED,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    Replacement {
        lost = List.copyOf(lost);
    }

    /** Whether the place of the interrupted instance waits for it. */
    boolean isExpected() {
        return stage == Stage.BUYING || stage == Stage.COMING;
    }

    /** Whether it may still come. */
    boolean isPossible() {
        return stage == Stage.UNDECIDED || isExpected();
    }

    boolean isRunning() {
        return stage == Stage.RUNNING;
    }

    /** Whether nothing more will come. */
    boolean isNone() {
        return stage == Stage.NONE || stage == Stage.FAILED;
    }

    /** Whether this server, an instance or a network interface, is it. */
    boolean isServer(String serverId) {
        return instance.filter(id -> id.value().equals(serverId)).isPresent()
                || networkInterface.filter(serverId::equals).isPresent();
    }

    Replacement wanted() {
        return at(Stage.BUYING, instance, why);
    }

    Replacement none(String reason) {
        return at(Stage.NONE, Optional.empty(), Optional.of(reason));
    }

    Replacement failed(String reason) {
        return at(Stage.FAILED, instance, Optional.of(reason));
    }

    Replacement bought(InstanceId id) {
        return at(Stage.COMING, Optional.of(id), Optional.empty());
    }

    Replacement running(Instant now, Optional<String> eni, Optional<String> privateAddress) {
        return new Replacement(
                Stage.RUNNING, generation, instance, eni, privateAddress, Optional.of(now), lost, Optional.empty());
    }

    /** It may be dead, and is not put in anywhere until that is known. */
    Replacement doubted() {
        return at(Stage.COMING, instance, why);
    }

    /** It was put in before it died: what becomes of it is not this evacuation's any more. */
    Replacement inService() {
        return at(Stage.RUNNING, instance, why);
    }

    /** It died: the next generation is wanted. */
    Replacement next() {
        var all = new ArrayList<>(lost);
        instance.ifPresent(all::add);
        return new Replacement(
                Stage.BUYING,
                generation + 1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                all,
                Optional.empty());
    }

    private Replacement at(Stage changed, Optional<InstanceId> id, Optional<String> reason) {
        return new Replacement(changed, generation, id, networkInterface, address, runningAt, lost, reason);
    }

    /** Where a replacement stands. */
    enum Stage {
        UNDECIDED,
        /** None is to be bought. */
        NONE,
        BUYING,
        COMING,
        RUNNING,
        /** It could not be had. */
        FAILED
    }
}
