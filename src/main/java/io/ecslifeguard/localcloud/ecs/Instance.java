package io.ecslifeguard.localcloud.ecs;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An instance while it exists. */
final class Instance {

    /** What an interrupted spot instance is locked as from its stop to its release. */
    static final String RECYCLING = "Recycling";

    /** Which one it is, counted from the first; the order in which they are listed. */
    final long number;

    final String id;
    final String name;
    final String hostName;
    final Order order;
    final Instant created;
    final String privateIp;
    final List<String> publicIps;
    final List<Disk> disks;
    final Map<String, String> tags;
    /** Reason to message. */
    final Map<String, String> locks = new LinkedHashMap<>();

    State state = State.PENDING;
    String stoppedMode = "KeepCharging";
    Instant started;
    boolean interrupted;
    /** Its release was asked for. */
    boolean leaving;

    boolean gone;
    /** Counts the turns of its life, so that a step that was overtaken is not taken. */
    long turn;

    Instance(long number, String id, String name, String hostName, Order order, Instant created) {
        this.number = number;
        this.id = id;
        this.name = name;
        this.hostName = hostName;
        this.order = order;
        this.created = created;
        this.started = created;
        this.privateIp = "10.%d.%d.%d".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
        // 198.18.0.0/15 is set aside for benchmarks: nobody's address
        this.publicIps = order.isPublic()
                ? List.of("198.%d.%d.%d".formatted(18 + (number >> 16 & 1), number >> 8 & 255, number & 255))
                : List.of();
        this.disks = Disk.of(id, order.asked());
        this.tags = new LinkedHashMap<>(order.tags());
    }

    boolean lockedAs(String reason) {
        return locks.keySet().stream().anyMatch(reason::equalsIgnoreCase);
    }

    boolean canStart() {
        return state == State.STOPPED && !leaving && !lockedAs(RECYCLING);
    }

    /** StoppedMode as DescribeInstances gives it. */
    String stoppedModeNow() {
        return state == State.STOPPED ? stoppedMode : "Not-applicable";
    }
}
