package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.Signal;

/** A place among the load balancers that are edited at once. One that only waits for more edits leaves it to others. */
final class Place {

    private final Signal left;
    private volatile boolean taken = true;

    /** @param left hears that the place has been left */
    Place(Signal left) {
        this.left = left;
    }

    boolean isTaken() {
        return taken;
    }

    void leave() {
        taken = false;
        left.raise();
    }

    /** Takes it again, whoever has come meanwhile: what has gathered is not held up by others, only paced with them. */
    void take() {
        taken = true;
    }
}
