package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code quarantine}, to be read. */
@Entity
@Immutable
@Table(name = "quarantine")
class QuarantineRow extends PanacheEntityBase {

    @Id
    Long id;

    String queue;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "enqueued_at")
    Instant enqueuedAt;

    @Column(name = "received_at")
    Instant receivedAt;

    @Column(name = "dequeue_count")
    int dequeueCount;

    byte[] body;
    String reason;

    @Column(name = "replayed_at")
    Instant replayedAt;

    @Column(name = "replayed_by_user")
    String replayedByUser;

    @Column(name = "event_seq")
    Long event;
}
