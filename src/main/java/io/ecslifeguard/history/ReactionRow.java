package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A row of {@code reaction}, to be read. */
@Entity
@Immutable
@Table(name = "reaction")
class ReactionRow extends PanacheEntityBase {

    @Id
    Long id;

    String name;

    @Column(name = "event_seq")
    Long event;

    @Column(name = "notice_id")
    Long notice;

    @Column(name = "instance_id")
    String instance;

    String status;
    int attempts;

    @Column(name = "due_at")
    Instant dueAt;

    Instant deadline;

    @Column(name = "waits_for")
    String waitsFor;

    @Column(name = "lease_owner")
    String leaseOwner;

    @Column(name = "lease_until")
    Instant leaseUntil;

    String note;

    @Formula("cast(memory as text)")
    String memory;

    @Formula("cast(result as text)")
    String result;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "finished_at")
    Instant finishedAt;
}
