package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.Signal;
import io.ecslifeguard.journal.HeldLane;

/**
 * A lane while this replica works on it.
 *
 * @param lease how long this replica may work on it
 * @param place what it takes of what this replica does at once
 * @param signal ends its waits: there may be more to do, or the replica stops
 * @param endsAt when it gives the lane back although there may be more to do, so that others get a place too; of
 *     {@code System.nanoTime}
 */
record LaneRun(HeldLane lane, LaneLease lease, Place place, HeldSlots slots, Signal signal, long endsAt) {

    String name() {
        return lane.name();
    }

    boolean isOver() {
        return System.nanoTime() - endsAt >= 0;
    }
}
