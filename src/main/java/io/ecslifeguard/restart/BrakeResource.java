package io.ecslifeguard.restart;

import io.ecslifeguard.api.Caller;
import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.api.StrictBody;
import io.ecslifeguard.journal.Brakes;
import io.quarkus.resteasy.reactive.jackson.CustomDeserialization;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/** The brake: while it is on, nothing of the whole fleet is started. */
@Path("/api/restart/brake")
@Produces(MediaType.APPLICATION_JSON)
class BrakeResource {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.restarts");

    private final Brakes brakes;
    private final Clock clock;
    private final Caller caller;

    BrakeResource(Brakes brakes, Clock clock, Caller caller) {
        this.brakes = brakes;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Whether restarts pause, and why",
            description = "Restarts pause when an unusual part of the fleet has stopped within minutes"
                    + " (lifeguard.restart.brake), or when a hand has put the brake on. Where it is not on, the last time is"
                    + " told.")
    public Uni<BrakeItem> show() {
        return brakes.last().map(last -> last.map(BrakeItem::of).orElse(BrakeItem.NEVER));
    }

    @POST
    @CustomDeserialization(StrictBody.class)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Releases the brake, or puts it on",
            description = "{\"on\": false} releases it, and the instances that wait for it are looked at again."
                    + " {\"on\": true} needs a reason and an end.")
    public Uni<BrakeItem> set(BrakeOrder order) {
        if (order == null || order.on() == null) {
            throw Refusal.of(
                    "on",
                    "on is missing: {\"on\": false} releases the brake; {\"on\": true, \"reason\": \"network"
                            + " change\", \"until\": \"2026-12-24T06:00:00Z\"} puts it on");
        }
        return order.on() ? putOn(order) : release(order);
    }

    private Uni<BrakeItem> putOn(BrakeOrder order) {
        return brakes.putOn(Wanted.reason(order.reason()), Wanted.until(order.until(), clock.instant()), caller.name())
                .invoke(brake -> LOG.infof(
                        "The brake %d on restarts is put on by %s until %s: %s",
                        brake.id(), brake.putOnByUser().orElse("hand"), brake.until(), brake.reason()))
                .map(BrakeItem::of);
    }

    private Uni<BrakeItem> release(BrakeOrder order) {
        var reason = Optional.ofNullable(order.reason()).map(Wanted::reason);
        return brakes.release(reason, RestartStoppedInstance.NAME, caller.name())
                .map(released ->
                        released.orElseThrow(() -> Refusal.unknown("The brake is not on: there is nothing to release")))
                .invoke(brake -> LOG.infof(
                        "The brake %d on restarts is released by %s: %s",
                        brake.id(), brake.releasedByUser().orElse("hand"), reason.orElse("no reason was given")))
                .map(BrakeItem::of);
    }
}
