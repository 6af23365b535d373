package io.ecslifeguard.restart;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Holds;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Holds for maintenance: while one is in force, what stops is left down. */
@Path("/api/restart/holds")
@Produces(MediaType.APPLICATION_JSON)
class HoldsResource {

    private static final int LONGEST_REASON = 500;
    /** Longer than any maintenance: a hold that somebody forgot would keep instances down for ever. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Holds holds;
    private final Clock clock;

    HoldsResource(Holds holds, Clock clock) {
        this.holds = holds;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "The holds that are in force")
    public Uni<List<HoldItem>> inForce() {
        return holds.inForce().map(all -> all.stream().map(HoldItem::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Places a hold",
            description =
                    "On an instance or, without one, on the whole fleet. What stops meanwhile is not started, and "
                            + "the record says why. Needs a reason and an end.")
    public Uni<HoldItem> place(HoldOrder order) {
        if (order == null) {
            throw wrong("The body is missing; it is such as {\"instance\": \"i-1\", \"reason\": \"disk swap\", "
                    + "\"until\": \"2026-12-24T06:00:00Z\"}");
        }
        return holds.place(instance(order.instance()), reason(order.reason()), until(order.until()))
                .map(HoldItem::of);
    }

    @DELETE
    @Path("/{id}")
    @ResponseStatus(204)
    @Operation(summary = "Ends a hold early")
    public Uni<Void> lift(@RestPath String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw wrong("id is not the number of a hold");
        }
        return holds.lift(Long.parseLong(id))
                .invoke(lifted -> {
                    if (!lifted) {
                        throw new WebApplicationException("No hold of number " + id + " is in force", 404);
                    }
                })
                .replaceWithVoid();
    }

    private static Optional<InstanceId> instance(String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(InstanceId.parse(text)
                .orElseThrow(() -> wrong("instance is not the id of an instance, such as i-bp1ecr3v9k2mzt5go2go")));
    }

    private static String reason(String text) {
        if (text == null || text.isBlank() || text.length() > LONGEST_REASON || text.indexOf('\0') >= 0) {
            throw wrong("reason is missing, or longer than " + LONGEST_REASON + " characters: say why");
        }
        return text.strip();
    }

    private Instant until(String text) {
        var example = ", such as 2026-12-24T06:00:00Z";
        try {
            var until = OffsetDateTime.parse(text == null ? "" : text).toInstant();
            var now = clock.instant();
            if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
                throw wrong("until is not within the year to come" + example);
            }
            return until;
        } catch (DateTimeException unreadable) {
            throw wrong("until is missing, or not a time with its offset" + example);
        }
    }

    private static WebApplicationException wrong(String detail) {
        return new WebApplicationException(detail, 400);
    }
}
