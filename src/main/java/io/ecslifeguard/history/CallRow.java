package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A row of {@code call}, to be read. */
@Entity
@Immutable
@Table(name = "call")
class CallRow extends PanacheEntityBase {

    @Id
    Long id;

    @Column(name = "reaction_id")
    Long reaction;

    Long[] reactions;
    Instant at;
    String replica;
    String api;
    String target;
    String[] instances;

    @Formula("cast(request as text)")
    String request;

    @Column(name = "dry_run")
    boolean dryRun;

    String code;
    String message;

    @Column(name = "request_id")
    String requestId;

    @Column(name = "http_status")
    Integer httpStatus;

    @Column(name = "duration_ms")
    Long durationMs;
}
